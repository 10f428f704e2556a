"""What a contract test knows of its subject, and how it asks it."""
