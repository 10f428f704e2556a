"""References to ``http`` URLs, read with ``allow_remote`` from a server in this process."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec import remote
from contracts.spec.load import read_document

FILES: dict[str, Any] = {
    "/schemas/pet.json": {"type": "object", "properties": {"owner": {"$ref": "../owner.json#/Owner"}}},
    "/owner.json": {"Owner": {"type": "object", "required": ["name"]}},
    "/endless": "/endless",
    "/moved": "/owner.json",
    "/local": "file:///etc/passwd",
    "/broken.json": "{",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = FILES.get(self.path)
        is_redirect = isinstance(content, str) and content != "{"
        self.send_response(404 if content is None else 302 if is_redirect else 200)
        if is_redirect:
            self.send_header("Location", str(content))
        body = b"" if is_redirect else content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def pets(reference: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": reference}}}
    responses = {"200": {"description": "", "content": content}}
    paths = {"/pets": {"get": {"responses": responses}}}
    return {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": paths}


def accepts(contract: contracts.Contract, value: Any) -> bool:
    (media,) = contract.operations[0].responses[0].content
    assert media.schema is not None
    return media.schema.is_valid(value)


def test_remote_files_may_refer_to_others_relative_to_their_url(base: str) -> None:
    contract = contracts.load(pets(f"{base}/schemas/pet.json"), allow_remote=True)
    assert accepts(contract, {"owner": {"name": "x"}})
    assert not accepts(contract, {"owner": {}})


def test_the_document_itself_may_be_remote(base: str) -> None:
    FILES["/api/openapi.json"] = pets("../schemas/pet.json")
    contract = contracts.load(f"{base}/api/openapi.json", allow_remote=True)
    assert not accepts(contract, {"owner": {}})
    assert contract.document.name == f"{base}/api/openapi.json"


def test_locations_name_the_url(base: str) -> None:
    FILES["/bad.json"] = {"type": "strng"}
    found = read_document(pets(f"{base}/bad.json"), allow_remote=True).findings
    assert [one.location.file for one in found] == [f"{base}/bad.json"]


def test_redirects_are_followed(base: str) -> None:
    assert not accepts(contracts.load(pets(f"{base}/moved#/Owner"), allow_remote=True), {})


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "status 404"),
        ("/endless", "more than 5 redirects"),
        ("/local", "status 302"),
        ("/broken.json", "invalid JSON"),
        ("/owner.json#/Nobody", "'#/Nobody' does not exist"),
    ],
)
def test_what_cannot_be_read_is_an_error_at_the_reference(base: str, path: str, words: str) -> None:
    (found,) = read_document(pets(base + path), allow_remote=True).findings
    assert words in found.message
    assert found.location.pointer.endswith("/schema/$ref")


@pytest.mark.parametrize("reference", ["http://user:pass@127.0.0.1/x", "http://[::1/x", "http:///x", "http://a b/x"])
def test_unusable_urls(reference: str) -> None:
    (found,) = read_document(pets(reference), allow_remote=True).findings
    assert "not a valid URL" in found.message


def test_an_unreachable_server_is_an_error() -> None:
    (found,) = read_document(pets("http://127.0.0.1:1/x"), allow_remote=True).findings
    assert "cannot read it" in found.message


@pytest.mark.parametrize("reference", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1/x"])
def test_other_schemes_are_refused(reference: str) -> None:
    (found,) = read_document(pets(reference), allow_remote=True).findings
    assert found.rule == "remote-reference"


def test_nothing_is_read_without_the_option(base: str) -> None:
    with pytest.raises(DocumentError) as error:
        contracts.load(pets(f"{base}/owner.json#/Owner"))
    assert error.value.findings[0].rule == "remote-reference"


def test_remote_files_cannot_name_local_ones(base: str, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}", "utf-8")
    FILES["/spy.json"] = {"$ref": (tmp_path / "secret.json").as_uri()}
    (found,) = read_document(pets(f"{base}/spy.json"), allow_remote=True).findings
    assert found.rule == "remote-reference"


def test_the_number_of_files_is_limited(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contracts.spec.references.MAX_REMOTE_FILES", 1)
    (found,) = read_document(pets(f"{base}/schemas/pet.json"), allow_remote=True).findings
    assert "more than 1 remote files" in found.message
    assert remote.MAX_REMOTE_FILES == 100
