"""The server `notes`."""
