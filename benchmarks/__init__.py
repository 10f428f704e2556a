"""Performance of casemock and other mock servers on the same document in one run: ``python -m benchmarks``."""
