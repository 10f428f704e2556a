"""The servers that are measured, one a module, behind the protocol of :mod:`benchmarks.peers.peer`."""
