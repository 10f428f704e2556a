"""Rules about documentation and naming."""
