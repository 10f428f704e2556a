"""The ways to send a request, one a file."""
