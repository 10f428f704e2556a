"""Sample material for case management APIs: incidents, people, towns, labels."""
