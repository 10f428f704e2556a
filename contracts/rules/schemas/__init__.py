"""Rules about Schema Objects."""
