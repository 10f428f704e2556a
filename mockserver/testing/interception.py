"""Requests of this process to other hosts reach a mock server instead, without a port.

Each HTTP library is changed at the method that sends a request or opens a connection, while at least one interception
is active. Requests to other hosts pass through the original methods.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from contracts.errors import UsageError
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing, Received
from mockserver.outgoing.receivers import Url
from mockserver.outgoing.sender import InProcess, set_interceptor
from mockserver.testing.app_thread import AppThread
from mockserver.testing.errors import ConnectionCutError, NotMockedError
from mockserver.testing.import_watch import ImportWatch
from mockserver.testing.in_process import InProcessRequest

DEFAULT_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """Scheme, host and port of a URL."""

    scheme: str
    host: str
    port: int


class Patch(NamedTuple):
    """A method that is replaced.

    :param make: returns the replacement; its argument is the original method.
    """

    owner: Any
    name: str
    make: Callable[[Callable[..., Any]], Callable[..., Any]]


LIBRARIES = {
    "http.client": "mockserver.testing.http_client_patches",
    "urllib3": "mockserver.testing.urllib3_patches",
    "httpx": "mockserver.testing.httpx_transports",
    "aiohttp": "mockserver.testing.aiohttp_patches",
}
"""The module with the patches of each library; its function ``patches`` returns them. ``requests`` uses urllib3.

Libraries that the program has not imported are changed when it imports them; tests need not wait for others.
"""


class Interception:
    """A context manager in which requests to some origins reach a mock server. Of several, the innermost applies.

    :param base_urls: their paths are not used: all requests to their hosts are intercepted.
    :param is_strict: whether requests to other hosts raise :class:`NotMockedError`.
    :raises UsageError: if a base URL is not absolute.
    """

    def __init__(self, thread: AppThread, base_urls: Sequence[str], *, is_strict: bool) -> None:
        if not base_urls:
            hint = "give the base URLs that your code uses: mock.intercept('https://api.example.com')"
            raise UsageError("the documents have no absolute server URLs to intercept", hint=hint)
        self._thread = thread
        self._origins = frozenset(map(origin_of, base_urls))
        self._is_strict = is_strict

    def __enter__(self) -> Interception:
        _active.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        _active.remove(self)
        self._thread.disconnect()  # pools of clients must not use these connections again

    def thread_for(self, origin: Origin) -> AppThread | None:
        """Return the server for an origin; ``None`` if its requests pass.

        :raises NotMockedError: if they are refused.
        """
        if origin in self._origins:
            return self._thread
        if self._is_strict and origin.host not in {"127.0.0.1", "localhost", "::1"}:
            known = ", ".join(sorted(f"{one.scheme}://{one.host}:{one.port}" for one in self._origins))
            raise NotMockedError(
                f"{origin.scheme}://{origin.host}:{origin.port} is not intercepted; intercepted: {known}"
            )
        return None


def origin_of(url: str) -> Origin:
    """Return the origin of an absolute URL.

    :raises UsageError: if it is not one of HTTP.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in DEFAULT_PORTS:
        raise UsageError(f"'{url}' is not an absolute URL", hint="for example https://api.example.com")
    return Origin(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme])


def mocked(scheme: str, host: str, port: int | None) -> AppThread | None:
    """Return the server for a request; ``None`` if it passes.

    :raises NotMockedError: if it is refused.
    """
    return _active.thread_for(Origin(scheme, host.lower().strip("[]"), port or DEFAULT_PORTS.get(scheme, 0)))


def _receiver(url: Url) -> InProcess | None:
    """Return what handles the callbacks to a URL that is intercepted."""
    try:
        thread = mocked(url.scheme, url.host, url.port)
    except NotMockedError as error:
        raise DeliveryError(str(error)) from None
    return None if thread is None else partial(_respond, thread)


async def _respond(thread: AppThread, outgoing: Outgoing) -> Received:
    """Return the response of a mock server to a callback."""
    url = outgoing.url
    headers = [(b"host", url.origin.partition("://")[2].encode("ascii")), *outgoing.headers]
    if outgoing.body:
        headers.append((b"content-length", b"%d" % len(outgoing.body)))
    request = InProcessRequest(
        outgoing.method, url.target.encode("ascii"), headers, outgoing.body, url.scheme, (url.host, url.port)
    )
    try:
        response = await thread.send_async(request)
    except ConnectionCutError as error:
        raise DeliveryError(f"the request failed: {error}", may_recur=True) from None
    return Received(response.status, tuple(response.headers), response.body)


class _Active:
    """The active interceptions of this process, and what they have replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stack: list[Interception] = []
        self._originals: list[tuple[Any, str, Any]] = []
        self._imports = ImportWatch(LIBRARIES, self._patch_imported)

    def add(self, one: Interception) -> None:
        """Activate an interception; replace the methods before the first one."""
        with self._lock:
            if not self._stack:
                self._replace()
            self._stack.append(one)

    def remove(self, one: Interception) -> None:
        """Deactivate an interception; restore the methods after the last one."""
        with self._lock:
            self._stack.remove(one)
            if not self._stack:
                self._restore()

    def thread_for(self, origin: Origin) -> AppThread | None:
        """See :func:`mocked`."""
        refusal: NotMockedError | None = None
        for one in reversed(self._stack):
            try:
                if (found := one.thread_for(origin)) is not None:
                    return found
            except NotMockedError as error:
                refusal = refusal or error
        if refusal is not None:
            raise refusal
        return None

    def _replace(self) -> None:
        for library in LIBRARIES:
            if library in sys.modules:
                self._patch(library)
        self._imports.begin()

    def _patch_imported(self, library: str) -> None:
        """Replace the methods of a library that was imported while interceptions are active."""
        with self._lock:
            if self._stack:
                self._patch(library)

    def _patch(self, library: str) -> None:
        for owner, name, make in import_module(LIBRARIES[library]).patches():
            original = owner.__dict__[name]
            self._originals.append((owner, name, original))
            setattr(owner, name, make(original))

    def _restore(self) -> None:
        self._imports.end()
        while self._originals:
            setattr(*self._originals.pop())


_active = _Active()
set_interceptor(_receiver)
