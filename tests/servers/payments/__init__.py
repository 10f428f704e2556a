"""The server `payments`."""
