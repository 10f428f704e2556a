"""From schemas to realistic, valid and repeatable data."""
