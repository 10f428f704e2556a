"""Rules about security schemes and credentials."""
