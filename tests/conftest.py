"""Settings that every test shares: the same Hypothesis examples on every machine and every run."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile("repeatable")
