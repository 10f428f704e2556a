"""The server `flask_notes`."""
