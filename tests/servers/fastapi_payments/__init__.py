"""The server `fastapi_payments`."""
