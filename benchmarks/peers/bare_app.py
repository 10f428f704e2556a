"""``python -m benchmarks.peers.bare_app DOCUMENT PORT``: returns the documented example for every request."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml

from benchmarks.document import example_case
from mockserver.http.messages import Receive, Scope, Send
from mockserver.server.serve import listen
from mockserver.server.uvicorn_server import run_server


def main(document: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    case = example_case(yaml.load(Path(document).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    body = json.dumps(case, separators=(",", ":")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    with listen("127.0.0.1", port) as listener:
        run_server(app, listener)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
