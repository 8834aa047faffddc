"""The pure core: what a document says, what the law asks of it. Standard library and pydantic only."""
