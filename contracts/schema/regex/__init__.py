"""Regular expressions of ECMA-262: parser, syntax tree and analysis."""
