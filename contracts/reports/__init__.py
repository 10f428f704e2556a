"""Reports of a run, one form a file; each is a ``REPORT``."""
