"""Compiled large documents on disk."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.spec import document_cache
from contracts.spec.document_cache import MOST_ENTRIES, DocumentCache
from contracts.spec.lenient import LenientContract, load_lenient
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content

PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string", "pattern": "^[A-Z][a-z]{2,9}$"},
        "kind": {"oneOf": [{"type": "string", "enum": ["cat", "dog"]}, {"type": "null"}]},
        "owner": {"$ref": "#/components/schemas/Owner"},
    },
}
OWNER = {"type": "object", "properties": {"email": {"type": "string", "format": "email"}}}
PATHS: dict[str, Any] = {
    "/pets": {
        "get": {
            "description": "x" * 1_100_000,
            "responses": {
                "200": {
                    "description": "all pets",
                    "content": json_content({"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}),
                }
            },
        },
        "post": {
            "requestBody": {"content": json_content({"$ref": "#/components/schemas/Pet"})},
            "responses": {
                "201": {"description": "made", "content": json_content({"$ref": "#/components/schemas/Pet"})},
                "422": {"description": "wrong"},
            },
        },
    },
    "/pets/{id}": {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "get": {
            "responses": {
                "200": {"description": "a pet", "content": json_content({"$ref": "#/components/schemas/Pet"})},
                "404": {"description": "no such pet"},
            }
        },
    },
}

Load = Callable[[], LenientContract]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "casemock" / "documents"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "openapi.json")


def written(path: Path, **changes: Any) -> Path:
    content = document(PATHS, components={"schemas": {"Pet": PET, "Owner": OWNER}}) | changes
    path.write_text(json.dumps(content), "utf-8")
    return path


def compiled(path: Path) -> Load:
    return lambda: load_lenient(str(path))


def never() -> LenientContract:
    pytest.fail("the document was compiled")


def load(path: Path, compile_document: Load | None = None) -> tuple[LenientContract, str]:
    cache = DocumentCache()
    return cache.load(path, str(path), compile_document or compiled(path)), cache.problem


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pickle"))


def test_a_document_is_compiled_once(path: Path, folder: Path) -> None:
    first, problem = load(path)
    assert problem == ""
    second, problem = load(path, never)
    assert problem == ""
    assert [one.id for one in second.contract.operations] == [one.id for one in first.contract.operations]
    assert second.contract.tree == first.contract.tree
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(entries(folder)) == 1
    assert entries(folder)[0].stat().st_mode & 0o077 == 0


def test_responses_are_the_same(path: Path) -> None:
    requests: list[tuple[Any, ...]] = [
        ("GET", "/pets"),
        ("GET", "/pets/7"),
        ("POST", "/pets", {"name": "Tom"}),
        ("POST", "/pets", {"name": "tom"}),
        ("GET", "/pets"),
        ("GET", "/__mock__/openapi.json"),
    ]
    replies = []
    for cache in (False, True, True):
        client = Client(create_app(str(path), cache=cache))
        found = [client(*request) for request in requests]
        replies.append([(one.status, one.headers, one.body) for one in found])
    assert replies[0] == replies[1] == replies[2]
    assert replies[0][3][0] == 422


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_locations_are_read_when_they_are_needed(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / name)
    whole = load_lenient(str(path)).contract
    first, second = load(path)[0].contract, load(path, never)[0].contract
    for pointer in ("/components/schemas/Pet/properties/name", "/paths/~1pets/post/responses/422", "/missing"):
        location = whole.locate(pointer)
        assert first.locate(pointer) == second.locate(pointer) == location
        assert second.document.line_of(location) == whole.document.line_of(location)


def test_a_file_that_has_changed_has_no_lines(path: Path) -> None:
    found = load(path)[0].contract
    path.write_text("{}", "utf-8")
    location = found.locate("/paths/~1pets")
    assert (location.file, location.line, location.pointer) == (str(path), 0, "/paths/~1pets")
    assert not found.document.line_of(location)
    path.unlink()
    assert found.locate("/paths").line == 0


def test_a_changed_document_is_compiled_again(path: Path, folder: Path) -> None:
    assert load(path)[0].contract.document.texts == {}
    written(path, info={"title": "Other", "version": "2"})
    assert load(path)[0].contract.title == "Other"
    assert len(entries(folder)) == 2


def test_the_same_content_elsewhere_has_its_own_entry(path: Path, tmp_path: Path) -> None:
    load(path)
    copy = tmp_path / "copy.json"
    copy.write_bytes(path.read_bytes())
    assert load(copy)[0].contract.document.files == (copy,)


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_documents_in_several_files_are_not_kept(name: str, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "owner.yaml").write_text("type: object\n", "utf-8")
    outside: dict[str, Any] = {"schemas": {"Pet": PET, "Owner": {"$ref": "owner.yaml"}}}
    path = written(tmp_path / name, components=outside)
    load(path)
    assert not entries(folder)


def test_paths_may_end_with_the_name_of_the_keyword(tmp_path: Path, folder: Path) -> None:
    load(written(tmp_path / "openapi.json", paths={**PATHS, "/pets/{id}/$ref": PATHS["/pets/{id}"]}))
    assert len(entries(folder)) == 1


@pytest.mark.parametrize("damage", [lambda data: data[:-7], lambda data: data[:40] + b"?" + data[41:], lambda _: b""])
def test_a_damaged_entry_is_replaced(path: Path, folder: Path, damage: Callable[[bytes], bytes]) -> None:
    load(path)
    (entry,) = entries(folder)
    good = entry.read_bytes()
    entry.write_bytes(damage(good))
    assert load(path)[0].contract.operations
    assert len(entry.read_bytes()) == len(good)
    load(path, never)


class Hostile:
    def __init__(self, function: Any, argument: str) -> None:
        self.function, self.argument = function, argument

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return self.function, (self.argument,)


@pytest.mark.parametrize("function", [os.system, exec])
def test_an_entry_runs_no_code(path: Path, folder: Path, tmp_path: Path, function: Any) -> None:
    load(path)
    (entry,) = entries(folder)
    canary = tmp_path / "canary"
    text = f"touch {canary}" if function is os.system else f"open({str(canary)!r}, 'w')"
    payload = pickle.dumps(Hostile(function, text))
    dotted = b"\x80\x05\x8c\x1econtracts.spec.document_cache\x8c\x09os.system\x93\x8c" + bytes([len(text)])
    for data in (payload, dotted + text.encode() + b"\x85R."):
        entry.write_bytes(hashlib.blake2b(data, digest_size=32).digest() + data)
        assert load(path)[0].contract.operations
        assert not canary.exists()


def test_a_folder_that_others_can_write_to_is_not_used(path: Path, folder: Path) -> None:
    load(path)
    folder.chmod(0o777)
    result, problem = load(path)
    assert result.contract.operations
    assert problem == "other users can write to the folder"


def test_a_file_in_the_place_of_the_folder(path: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("")
    result, problem = load(path)
    assert result.contract.operations
    assert problem == "not a folder"
    served = create_app(str(path)).documents[0]
    assert served.note == "not a folder"


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from mockserver.app import create_app
app = create_app(sys.argv[1])
print(len(app.contracts[0].operations), app.documents[0].note)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of the size of files")
def test_a_full_disk(path: Path, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=False)
    assert done.stdout == "3 File too large\n", done.stderr
    assert not list(folder.iterdir())


def test_the_entries_are_limited(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(path)
    for number in range(MOST_ENTRIES):
        entry = folder / f"{number}.pickle"
        entry.write_bytes(b"")
        os.utime(entry, (number, number))
    written(path, info={"title": "Other", "version": "2"})
    load(path)
    assert len(entries(folder)) == MOST_ENTRIES
    assert not (folder / "0.pickle").exists()
    monkeypatch.setattr(document_cache, "MOST_BYTES", 10)
    written(path, info={"title": "Third", "version": "3"})
    load(path)
    assert len(entries(folder)) == 1
    load(path, never)


def test_an_unknown_home_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", home)
    result, problem = load(path)
    assert result.contract.operations
    assert problem == "the home folder is not known"


def test_a_missing_file_is_reported_as_usual(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    with pytest.raises(Exception, match="no such file"):
        load(missing)
