"""The server `library`."""
