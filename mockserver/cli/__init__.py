"""The verbs of ``mockserver``, one per module: its arguments and what it does."""
