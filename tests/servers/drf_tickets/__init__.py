"""The server `drf_tickets`."""
