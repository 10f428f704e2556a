"""Adapter to schemathesis: document, settings, transport, and classification of failures."""
