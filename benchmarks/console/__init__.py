"""How fast the console is in a browser, and how many requests it follows."""
