"""Families of media types, by which bodies are encoded."""

from __future__ import annotations

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_LINES = frozenset(
    {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/jsonlines",
     "application/x-jsonlines", "application/x-json-stream", "text/x-ndjson"}
)  # fmt: skip
_YAML = frozenset({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml"})
_SCRIPTS = frozenset(
    {"application/javascript", "application/x-javascript", "application/ecmascript", "application/x-ecmascript"}
)
"""Former names of ``text/javascript`` (RFC 9239, section 6)."""

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
     "image/gif", "image/svg+xml", "image/webp", "image/jpg", "audio/wav", "audio/x-wav", "application/x-gzip",
     "application/x-pdf", "application/x-zip-compressed"}
)  # fmt: skip
"""Media types of files of which there is a valid sample (:mod:`contracts.generation.sample_files`)."""


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
    exact = {FORM: "form", MULTIPART: "multipart", "text/csv": "csv"}
    if kind in exact:
        return exact[kind]
    if kind.endswith(("/json-seq", "+json-seq")):
        return "json-seq"
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
    return "text" if kind.startswith("text/") or kind in _SCRIPTS else ""
