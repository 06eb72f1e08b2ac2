"""Room polyhedra."""
