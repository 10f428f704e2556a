"""What a mock server in the process of Python tests costs."""
