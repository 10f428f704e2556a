"""Reports of runs, one module per format."""
