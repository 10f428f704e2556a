"""Families of media types, by which bodies are encoded."""

from __future__ import annotations

from contracts.spec.model import MediaType, Operation

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_LINES = frozenset(
    {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/jsonlines",
     "application/x-jsonlines", "application/x-json-stream", "text/x-ndjson"}
)  # fmt: skip
_YAML = frozenset({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"})
_CONCRETE = {
    "*/*": "application/json",
    "application/*": "application/json",
    "text/*": "text/plain",
    "image/*": "image/png",
    "multipart/*": MULTIPART,
}
"""The media types that are sent for media ranges."""

BINARY = frozenset(
    {"application/octet-stream", "application/pdf", "application/zip", "application/gzip", "image/png", "image/jpeg",
     "image/gif", "image/svg+xml", "image/webp"}
)  # fmt: skip
"""Media types of files of which there is a valid sample (:mod:`contracts.conformance.bodies.files`)."""


def essence(name: str) -> str:
    """Return a media type without parameters, in lower case."""
    return name.partition(";")[0].strip().lower()


def concrete(name: str) -> str:
    """Return the media type that is sent for a documented one: a media range is replaced by one of its types."""
    return _CONCRETE.get(essence(name), name)


def family(name: str) -> str:
    """Return how a media type is encoded.

    It is ``json``, ``form``, ``multipart``, ``lines`` (JSON values, one a line), ``json-seq`` (RFC 7464), ``yaml``,
    ``csv``, ``xml``, ``text`` or ``binary``; ``""`` if unknown.
    """
    kind = essence(concrete(name))
    exact = {FORM: "form", MULTIPART: "multipart", "application/json-seq": "json-seq", "text/csv": "csv"}
    if kind in exact:
        return exact[kind]
    if kind in BINARY:
        return "binary"
    if kind in _LINES:
        return "lines"
    if kind in _YAML or kind.endswith("+yaml"):
        return "yaml"
    if kind.endswith(("/json", "+json")):
        return "json"
    if kind.endswith(("/xml", "+xml")):
        return "xml"
    return "text" if kind.startswith("text/") else ""


def is_writable(media: MediaType) -> bool:
    """Whether valid bodies of a media type can be written; any type can if it has a string as an example."""
    return bool(family(media.name)) or any(isinstance(one.value, str) for one in media.examples)


def body_media(operation: Operation) -> MediaType | None:
    """Return the first JSON media type of the request body; ``None`` if there is none."""
    content = operation.request_body.content if operation.request_body else ()
    return next((media for media in content if media.is_json), None)


def request_media(operation: Operation) -> MediaType | None:
    """Return the media type that is sent: JSON, else the first that can be written; ``None`` if there is none."""
    content = operation.request_body.content if operation.request_body else ()
    return body_media(operation) or next((media for media in content if is_writable(media)), None)


def lacks_body(operation: Operation) -> bool:
    """Whether the requests for an operation are incomplete: it requires a body that cannot be written."""
    body = operation.request_body
    return body is not None and body.required and request_media(operation) is None
