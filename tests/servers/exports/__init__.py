"""The server `exports`."""
