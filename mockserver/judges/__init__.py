"""Contract tests that are scored, one a file."""
