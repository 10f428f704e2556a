"""The server `drf_catalogue`."""
