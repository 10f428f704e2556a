"""The kinds of change, one table per area of the API."""
