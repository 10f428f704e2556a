"""The server `flask_orders`."""
