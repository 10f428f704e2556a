"""The server `flask_library`."""
