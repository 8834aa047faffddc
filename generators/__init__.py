"""Values in, bytes out: documents, labels, replies. Knows documents, knows no law."""
