"""Checks of an implementation against its contract, one a file; each is a ``CHECK``."""
