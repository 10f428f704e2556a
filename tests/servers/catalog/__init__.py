"""The server `catalog`."""
