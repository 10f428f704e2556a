"""What operations do with items, and how responses show them."""
