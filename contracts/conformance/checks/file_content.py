"""An uploaded file is returned byte for byte by the operation that downloads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.conformance.assertions.response_checks import is_json
from contracts.conformance.bodies.files import FileContent
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.changes import renamed
from contracts.conformance.items.roles import readers_below
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.name_words import words
from contracts.messages import Response
from contracts.spec.resources.paths import parse_path

ID = "file-content"

CONTENT_NAMES = frozenset(
    {"content", "contents", "download", "file", "raw", "data", "binary", "bytes", "blob", "body", "original", "media"}
)
"""Words in the last segment of the path of an operation that returns the content of an uploaded file."""


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        creation = session.creation_by(operation)
        success = session.success(operation) if creation is not None else None
        files = _files(success.body) if success is not None else []
        if creation is None or len(files) != 1:
            continue
        made = session.items.create(creation.reader)
        sent = _files(made.whole_body) if made is not None else []
        if made is None or not sent or not session.items.identifies(creation.reader, made.values):
            continue
        for download in readers_below(session, creation.reader):
            request = session.request(download, values=renamed(creation.reader, download, made.values))
            if CONTENT_NAMES.isdisjoint(words(parse_path(download.path).last)):
                continue  # another text or picture of the file: a note, a thumbnail
            response = session.send(request)
            session.asserted(ID, download, response)
            if _is_content(response) and response.body != sent[0]:
                yield session.finding(
                    ID,
                    download,
                    "the content of a file differs from what was uploaded",
                    requests=(made.request, request),
                    response=response,
                    expected=f"{len(sent[0])} bytes, those of the uploaded file",
                    got=f"{len(response.body)} bytes",
                )


def _files(value: Any) -> list[bytes]:
    """Return the content of the files in the value of a body."""
    if isinstance(value, FileContent):
        return [value.data]
    if isinstance(value, Mapping):
        return [data for one in value.values() for data in _files(one)]
    return [data for one in value for data in _files(one)] if isinstance(value, list) else []


def _is_content(response: Response) -> bool:
    """Whether a response may be the content of a file: not JSON, not a page, and not converted."""
    return response.status == 200 and not is_json(response.media_type) and "html" not in response.media_type


CHECK = Check(
    id=ID,
    title="a downloaded file has the content of the uploaded one",
    why="A file that is decoded, shortened or converted on its way is lost for the user.",
    good="POST /files with 67 bytes → 201; GET /files/7/content → 200 with the same 67 bytes",
    bad="POST /files with 67 bytes → 201; GET /files/7/content → 200 with 66 bytes",
    run=_run,
    sends=frozenset({Sends.CREATE}),
)
