"""Runs of ``contracts test`` and of plain schemathesis on applications of others, with data that must survive."""
