"""No output shows a secret of a compressed body: what cannot be decoded is left out."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.content_encoding import decoded, encoded
from contracts.findings import Evidence, Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.redaction.encoded_bodies import LARGEST, omitted_size
from contracts.redaction.known import all_forms
from contracts.redaction.messages import Masker
from contracts.reports.report import masked
from contracts.run_result import Run
from contracts.traffic.journal import entry_of
from mockserver.app import create_app
from mockserver.exchange import MAX_BODY
from mockserver.journal import JournalFile
from tests.contracts.redaction.canaries import CANARY, KNOWN, Canary, canaries, recorded
from tests.mockserver.kit import Client, document, json_content, response

MASKER = Masker(known=all_forms([KNOWN]))


def raw_deflate(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush()


def members(body: bytes) -> bytes:
    """Gzip data of several members, the last of which has the secret, with padding."""
    return gzip.compress(b"", mtime=0) + gzip.compress(body, mtime=0) + bytes(9)


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "members": ("gzip", members),
    "file": ("", gzip.compress),
    "identity": ("identity", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "deflate": ("deflate", raw_deflate),
    "both": ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
}


def in_body(canary: Canary) -> bool:
    return any(trace.encode() in canary.request.body + canary.response.body for trace in canary.traces)


CANARIES = [one for one in canaries() if in_body(one)]
each = pytest.mark.parametrize("canary", CANARIES, ids=[one.line for one in CANARIES])
each_coding = pytest.mark.parametrize("coding", CODINGS)


def with_coding(canary: Canary, coding: str) -> tuple[Request, Response]:
    name, encode = CODINGS[coding]
    header = (("content-encoding", name),) if name else ()
    request, response = canary.request, canary.response
    return (
        replace(request, headers=request.headers + header, body=encode(request.body) if request.body else b""),
        replace(response, headers=response.headers + header, body=encode(response.body)),
    )


def plain(message: Request | Response) -> str:
    """Return a body decoded, whatever coding it has."""
    named = message.header("content-encoding") or ""
    body = decoded(message.body, "gzip" if named in {"", "identity"} else named)
    assert body is not None
    return body.decode("utf-8", "replace")


def assert_hidden(canary: Canary, *messages: Request | Response) -> None:
    assert [trace for one in messages for trace in canary.traces if trace in plain(one)] == []


def test_there_are_enough() -> None:
    assert len(CANARIES) > 40


@each
@each_coding
def test_masking(canary: Canary, coding: str) -> None:
    request, response = with_coding(canary, coding)
    assert any(trace in plain(request) + plain(response) for trace in canary.traces)
    masked_request, masked_response = MASKER.exchange(request, response)
    assert_hidden(canary, masked_request, masked_response)
    assert bool(masked_request.body) == bool(request.body)
    assert masked_response.body
    for before, after in ((request, masked_request), (response, masked_response)):
        assert (before.body == after.body) == (plain(before) == plain(after))


@each
@pytest.mark.parametrize("coding", ["gzip", "file", "deflate"])
def test_reports(canary: Canary, coding: str) -> None:
    request, response = with_coding(canary, coding)
    evidence = Evidence("getItem", (request,), response, "200", "got something else")
    finding = Finding("status", Severity.ERROR, Location("a.yaml", 1, 1), "unexpected", evidence=evidence)
    secrets = all_forms([KNOWN]) if canary.line.startswith("known") else ()
    run = Run("contracts test", "a.yaml", "http://here", (finding,), operations=("getItem",), secrets=secrets)
    (found,) = masked(run).findings
    assert found.evidence is not None
    assert found.evidence.response is not None
    assert_hidden(canary, *found.evidence.requests, found.evidence.response)


@pytest.mark.parametrize("coding", ["gzip", "file", "deflate"])
def test_journal(coding: str, tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    journal = JournalFile(str(path), [], [KNOWN])
    for canary in CANARIES:
        journal(recorded(*with_coding(canary, coding)))
    for canary, line in zip(CANARIES, path.read_bytes().splitlines(), strict=True):
        entry = entry_of(line)
        assert entry.is_whole
        assert_hidden(canary, entry.request, entry.response)


SECRET = json.dumps({"password": CANARY, "title": "a"}).encode()
LONG = json.dumps({"password": CANARY, "title": "a" * LARGEST}).encode()
UNREADABLE = {
    "br": ("br", b"\x8b\x0f\x80" + CANARY.encode() + b"\x03"),
    "unknown": ("zstd, gzip", gzip.compress(b"\x28\xb5\x2f\xfd" + CANARY.encode())),
    "truncated": ("gzip", gzip.compress(SECRET)[:-4]),
    "followed": ("gzip", gzip.compress(b"{}") + SECRET),
    "damaged": ("gzip", gzip.compress(SECRET)[:12] + b"\0" + gzip.compress(SECRET)[13:]),
    "not deflate": ("deflate", b"\xff\xff" + SECRET),
    "too large": ("gzip", gzip.compress(LONG)),
    "truncated file": ("", gzip.compress(SECRET)[:-4]),
}
each_unreadable = pytest.mark.parametrize(("coding", "body"), UNREADABLE.values(), ids=UNREADABLE)


@each_unreadable
def test_what_cannot_be_decoded_is_omitted(coding: str, body: bytes, tmp_path: Path) -> None:
    headers = (("content-encoding", coding),) if coding else ()
    request, response = Request("PUT", "/items/7", headers, body), Response(200, headers, body)
    note = f"… {len(body)} encoded bytes omitted: they cannot be searched for secrets".encode()
    assert [one.body for one in MASKER.exchange(request, response)] == [note, note]
    assert omitted_size(note) == len(body)

    path = tmp_path / "journal.ndjson"
    JournalFile(str(path), [])(recorded(request, response))
    line = json.loads(path.read_text())
    assert (line["request"]["text"], line["request"]["cut"]) == (note.decode(), len(body))
    assert not entry_of(path.read_bytes()).is_whole


@pytest.mark.parametrize("coding", [name for name in CODINGS if name != "identity"])
def test_ordinary_bodies_stay(coding: str) -> None:
    name, encode = CODINGS[coding]
    body = encode(b'{"id": "7", "title": "a title"}' * 9)
    headers = (("content-encoding", name),)
    request = Request("PUT", "/items/7", headers, body)
    assert MASKER.request(request) == request
    # Some recordings have decoded bodies with the header of the encoded ones.
    decoded_already = Response(200, headers, b'{"id": "7"}')
    assert MASKER.response(decoded_already) == decoded_already


def test_a_secret_of_a_compressed_request_is_masked_in_the_response() -> None:
    request = Request("PUT", "/", (("content-encoding", "gzip"),), gzip.compress(SECRET))
    _, response = MASKER.exchange(request, Response(400, (("x-error", f"{CANARY} is too short"),), CANARY.encode()))
    assert response == Response(400, (("x-error", "… is too short"),), "…".encode())
    assert CANARY not in repr(MASKER.refusal(request, [f"'{CANARY}' is too short"]))


def test_codings_are_reversible() -> None:
    for coding in ("gzip", "deflate", "x-gzip, deflate", "identity", ""):
        assert decoded(encoded(SECRET, coding), coding) == SECRET
        assert encoded(SECRET, coding) == encoded(SECRET, coding)


ITEM = {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
DOCUMENT = document(
    {"/items": {"post": {"requestBody": {"content": json_content(ITEM)}, "responses": {"200": response(ITEM)}}}}
)


@pytest.mark.parametrize(
    "family", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_admin_api(family: str) -> None:
    client = Client(create_app(DOCUMENT))
    body = gzip.compress(SECRET if "json" in family else f"password={CANARY}&title=a".encode())
    cut = gzip.compress(json.dumps({"password": CANARY, "title": noise(MAX_BODY)}).encode())
    assert len(cut) > MAX_BODY
    for one in (body, cut):
        client("POST", "/items", one, headers={"content-type": family, "content-encoding": "gzip"})
    local = {"host": "127.0.0.1"}
    whole, short = client("GET", "/__mock__/admin/requests", headers=local).json["requests"]
    assert CANARY not in plain(Request("POST", "/", body=base64.b64decode(whole["request"]["base64"])))
    assert short["request"]["text"].startswith("… ")
    assert short["request"]["cut"] is True
    expected: dict[str, Any] = {"request": {"body": {"title": "b"}}, "times": 1}
    found = client(
        "POST",
        "/__mock__/admin/requests/verify",
        json.dumps(expected).encode(),
        headers={**local, "content-type": "application/json"},
    )
    shown = [mismatch["actual"] for one in found.json["near_misses"] for mismatch in one["mismatches"]]
    assert len(shown) == 2
    assert [one for one in shown if one.startswith("… ")] == [short["request"]["text"]]
    (readable,) = [one for one in shown if not one.startswith("… ")]
    assert CANARY not in gzip.decompress(readable.encode("latin-1")).decode()


def noise(size: int) -> str:
    """Return text that cannot be compressed to less than its size."""
    import random

    return base64.b64encode(random.Random(1).randbytes(size * 2)).decode()
