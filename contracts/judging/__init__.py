"""What checks are made of: requests to send, and ways to look at what they are answered with."""
