"""Rules about references and components."""
