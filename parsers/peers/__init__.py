"""Other readers of PDF tables, for documents that the fast one doubts: pdfplumber and camelot behind our own seam."""
