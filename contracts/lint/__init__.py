"""Tools for lint rules: an index of the document, validation of its values, suppressions and severities."""
