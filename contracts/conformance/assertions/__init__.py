"""Assertions and helpers of the checks: test requests, validation of responses, comparison of values."""
