"""The kinds of change that `contracts diff` knows."""
