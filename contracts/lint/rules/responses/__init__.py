"""Rules about responses, bodies and links."""
