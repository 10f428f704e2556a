"""Random changes of valid input: every command ends with a result or an error message, never with an exception."""
