"""Masks credentials and other secrets: by name (``names``), shape (``shapes``) and value (``known``)."""
