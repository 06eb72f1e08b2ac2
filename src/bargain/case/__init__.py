"""Room case."""
