"""The verbs of ``contracts``, one per module: its arguments and what it does."""
