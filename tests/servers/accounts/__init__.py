"""The server `accounts`."""
