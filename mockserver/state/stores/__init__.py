"""Stores of written items, one a file, all held to one test suite."""
