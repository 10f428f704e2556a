"""The server `litestar_tickets`."""
