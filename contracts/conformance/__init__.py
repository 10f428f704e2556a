"""The session of a contract test: credentials, known values, requests and preflight."""
