"""The commands of ``contracts``, one per module."""
