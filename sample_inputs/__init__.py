"""A month of sample mail: the generator, what it made, and what a right program makes of it."""
