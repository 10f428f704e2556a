"""How long large documents take to start, and how much memory they use."""
