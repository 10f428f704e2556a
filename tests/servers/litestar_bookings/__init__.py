"""The server `litestar_bookings`."""
