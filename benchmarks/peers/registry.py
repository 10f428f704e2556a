"""All measured servers, in the order of the tables."""

from __future__ import annotations

from benchmarks.peers.bare import Bare
from benchmarks.peers.casemock import Casemock
from benchmarks.peers.openapi_backend import OpenapiBackend
from benchmarks.peers.peer import Peer
from benchmarks.peers.prism import Prism
from benchmarks.peers.wiremock import WireMock

PEERS: tuple[Peer, ...] = (Casemock(), Prism(), OpenapiBackend(), WireMock(), Bare())

WORKER_ROWS: tuple[Peer, ...] = (Casemock(), Casemock(workers=2))
"""The servers that show the effect of ``--workers`` when server and wrk share the cores."""
