"""The server `files`."""
