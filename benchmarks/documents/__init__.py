"""Comparison of OpenAPI validators: time and memory, detected errors and their lines, false positives."""
