"""HTTP messages: routing, parameters, bodies, negotiation, encoding."""
