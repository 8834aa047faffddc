"""The fast PDF reader: pdfium's characters and paths, numpy, nothing else."""

from parsers.pdf.document import read

__all__ = ["read"]
