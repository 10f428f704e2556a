"""The requests of webhooks and callbacks, with generated values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from contracts.conformance.assertions.response_checks import ResponseViolation, response_violations
from contracts.conformance.bodies.media_types import is_writable, request_media
from contracts.conformance.request_builder import OMITTED, RequestBuilder
from contracts.content_encoding import decoded
from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.generation.media_types import essence
from contracts.messages import Response
from contracts.spec.model import MediaType
from contracts.spec.webhooks import Webhook
from contracts.version import version
from mockserver.exchange import pairs
from mockserver.http.messages import RawHeader, printable
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing, Received
from mockserver.outgoing.receivers import Url

MAX_BODY = 1024 * 1024
"""Maximum size of a body that is sent in bytes."""

MAX_VIOLATIONS = 10
"""Maximum number of violations of a response that are reported."""

OWN_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
"""Headers that depend on the connection."""

_GENERATED = 100
_KEYS = 100_000


class Requests:
    """Makes the requests of webhooks and callbacks.

    :param is_static: whether to use documented examples instead of generated values.
    """

    def __init__(self, generators: Generators, *, is_static: bool = False) -> None:
        self._builder = RequestBuilder(generators.documented if is_static else generators, {})
        self._is_static = is_static

    def make(
        self,
        webhook: Webhook,
        url: Url,
        key: str = "",
        *,
        body: Any = OMITTED,
        media: MediaType | None = None,
        headers: Iterable[RawHeader] = (),
    ) -> Outgoing:
        """Return a request: with the documented body and required parameters.

        :param key: the same key gives the same values.
        :param body: the JSON value to send instead of a generated one.
        :param media: a documented media type of the body; by default JSON, else the first that can be written.
        :param headers: replace those of the same name.
        :raises DeliveryError: if the request cannot be written, or is too large.
        """
        operation = webhook.operation
        media = media or request_media(operation)
        documented = operation.request_body
        if media is None and documented is not None and documented.content and body is OMITTED:
            names = ", ".join(one.name for one in documented.content)
            raise DeliveryError(f"the body has the media type {names}, which cannot be sent")
        try:
            request = self._builder.build(operation, self._number(f"{webhook.name}\0{key}"), body=body, media=media)
        except GenerationError as error:
            raise DeliveryError(f"no valid request can be generated: {error.message}", hint=error.hint) from None
        if len(request.body) > MAX_BODY:
            raise DeliveryError(f"the body has {len(request.body)} bytes; at most {MAX_BODY} are sent")
        given = list(headers)
        given_names = {name.lower() for name, _ in given}
        own = [(b"user-agent", f"casemock/{version()}".encode())]
        own += [
            (printable(name), printable(value)) for name, value in request.headers if name.lower() not in OWN_HEADERS
        ]
        kept = [header for header in own if header[0].lower() not in given_names]
        return Outgoing(operation.method, url.with_query(request.query), (*kept, *given), request.body)

    def _number(self, key: str) -> int:
        """Return the number of a request; those from ``_GENERATED`` on have generated values, not documented ones."""
        if self._is_static:
            return 0
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return _GENERATED + int.from_bytes(digest) % _KEYS


def media_of(webhook: Webhook, name: str) -> MediaType | None:
    """Return the documented media type of a body by its name; ``None`` if there is none that can be written."""
    body = webhook.operation.request_body
    content = body.content if body is not None else ()
    found = [one for one in content if one.name == name] or [
        one for one in content if essence(one.name) == essence(name)
    ]
    return next((one for one in found if is_writable(one)), None)


def violations_of(webhook: Webhook, received: Received) -> tuple[ResponseViolation, ...]:
    """Return how the response of a receiver differs from the documented ones.

    The body of a response that was cut, or has an unknown content coding, is not checked.
    """
    headers = pairs(received.headers)
    response = Response(received.status, headers, received.body)
    coding = response.header("content-encoding")
    body = None if received.is_cut else decoded(received.body, coding or "")
    if body is None:
        documented = webhook.operation.response(received.status)
        found = response_violations(webhook.operation, Response(received.status, headers)) if documented is None else ()
    else:
        found = response_violations(webhook.operation, Response(received.status, headers, body))
    return tuple(found)[:MAX_VIOLATIONS]
