"""Rules about paths, operations and servers."""
