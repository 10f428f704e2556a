"""The items of a server that a contract test uses: found, created, changed and put back."""
