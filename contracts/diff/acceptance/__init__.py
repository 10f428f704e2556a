"""Whether one schema accepts all values of another one, however both are composed."""
