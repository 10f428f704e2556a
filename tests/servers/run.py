"""Serve one of the servers over TCP: `python -m tests.servers.run NAME [--bug BUG] [--port PORT]`."""

import argparse
import asyncio
import inspect
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).parent
DOCUMENTS = ("openapi.yaml", "openapi.json")


def names() -> list[str]:
    """Return the names of the servers."""
    return sorted(file.parent.name for file in FOLDER.glob("*/app.py"))


def module(name: str) -> ModuleType:
    """Return the module of the server `name`, with `create`, `BUGS`, `IDENTITIES` and `OPTIONS`."""
    return import_module(f"tests.servers.{name}.app")


def create(name: str, bug: str = "") -> Any:
    """Return a new application: ASGI, WSGI or aiohttp; raises ValueError for an unknown bug."""
    server = module(name)
    if bug and bug not in server.BUGS:
        raise ValueError(f"{name} does not have the bug {bug!r}")
    return server.create(bug)


def document(name: str) -> Path:
    """Return the path of the OpenAPI document of the server `name`."""
    return next(FOLDER / name / file for file in DOCUMENTS if (FOLDER / name / file).exists())


def generated(name: str) -> dict[str, Any] | None:
    """Return the document that the framework generates; None if the document is written by hand."""
    app = create(name)
    content: dict[str, Any] | None = None
    if hasattr(app, "openapi"):
        content = app.openapi()
    elif hasattr(app, "openapi_schema"):
        content = json.loads(json.dumps(app.openapi_schema.to_schema()))
    return content


def kind(app: Any) -> str:
    """Return `aiohttp`, `asgi` or `wsgi`."""
    if type(app).__module__.startswith("aiohttp."):
        return "aiohttp"
    is_async = inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(type(app).__call__)
    return "asgi" if is_async else "wsgi"


def listen(port: int) -> socket.socket:
    """Return a socket that accepts connections; they wait until the server runs."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


Server = tuple[Callable[[], None], Callable[[], None]]


def asgi_server(app: Any, listener: socket.socket) -> Server:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="auto"))

    def stop() -> None:
        server.should_exit = True

    return lambda: server.run(sockets=[listener]), stop


def wsgi_server(app: Any, listener: socket.socket) -> Server:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class QuietHandler(WSGIRequestHandler):
        def log_request(self, *_args: Any) -> None:
            """Write no access log."""

    port = listener.getsockname()[1]
    server = make_server("127.0.0.1", port, app, threaded=True, fd=listener.fileno(), request_handler=QuietHandler)

    def run() -> None:
        with server:
            server.serve_forever()

    return run, server.shutdown


def aiohttp_server(app: Any, listener: socket.socket) -> Server:
    from aiohttp import web

    loop = asyncio.new_event_loop()
    stopped = asyncio.Event()

    async def serve() -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        await stopped.wait()
        await runner.cleanup()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    def stop() -> None:
        loop.call_soon_threadsafe(stopped.set)

    return run, stop


SERVERS = {"asgi": asgi_server, "wsgi": wsgi_server, "aiohttp": aiohttp_server}


@contextmanager
def running(name: str, bug: str = "") -> Iterator[str]:
    """Serve a new application in a thread and yield its base URL; in a process of its own if the module needs that."""
    serve = in_process if getattr(module(name), "OWN_PROCESS", False) else in_thread
    with serve(name, bug) as url:
        yield url


@contextmanager
def in_process(name: str, bug: str) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.servers.run", name, "--bug", bug]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=FOLDER.parent.parent) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


@contextmanager
def in_thread(name: str, bug: str) -> Iterator[str]:
    app = create(name, bug)
    listener = listen(0)
    run, stop = SERVERS[kind(app)](app, listener)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop()
        thread.join()
        listener.close()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.servers.run", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--bug", default="")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--write-document", action="store_true", help="write the generated document and stop")
    options = parser.parse_args(arguments)
    if options.write_document:
        content = generated(options.name)
        if content is not None:
            document(options.name).write_text(json.dumps(content, indent=1) + "\n")
        return
    app = create(options.name, options.bug)
    listener = listen(options.port)
    sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    SERVERS[kind(app)](app, listener)[0]()


if __name__ == "__main__":
    main(sys.argv[1:])
