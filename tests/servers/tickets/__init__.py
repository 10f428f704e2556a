"""The server `tickets`."""
