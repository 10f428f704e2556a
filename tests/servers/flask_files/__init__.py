"""The server `flask_files`."""
