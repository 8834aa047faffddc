"""A card without a chip, for tests and the demo; it refuses to run in production."""
