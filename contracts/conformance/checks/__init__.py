"""Checks of an implementation against its contract; ``registry`` lists them."""
