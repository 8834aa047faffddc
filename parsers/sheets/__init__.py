"""Workbooks and delimited text -> pages of cells as a person sees them."""
