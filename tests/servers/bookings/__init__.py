"""The server `bookings`."""
