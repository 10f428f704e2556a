"""The server `drf_clinic`."""
