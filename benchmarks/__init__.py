"""How fast casemock is, beside other mock servers on the same document in the same run: ``python -m benchmarks``."""
