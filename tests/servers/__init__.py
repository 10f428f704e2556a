"""Small, correct servers in the style of real projects, each with bugs that can be switched on."""
