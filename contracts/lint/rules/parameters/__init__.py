"""Rules about parameters and headers."""
