"""The server `articles`."""
