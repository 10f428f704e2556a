"""The measured servers, one per module; each implements the protocol in :mod:`benchmarks.peers.peer`."""
