"""The mock server: plays a compiled contract over HTTP."""
