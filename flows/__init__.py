"""Use cases, command line and Prefect flows."""
