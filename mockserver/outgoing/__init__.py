"""Requests that the mock sends: callbacks of operations, and webhooks."""
