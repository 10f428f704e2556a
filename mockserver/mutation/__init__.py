"""Mutation testing of contract tests: servers with one deliberate defect each, and the score of a test against them."""
