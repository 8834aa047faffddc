"""Parts of the generator of ``sample_inputs``."""
