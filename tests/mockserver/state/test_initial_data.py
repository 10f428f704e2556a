"""Initial items from ``--data``: formats, ids, errors with their locations, and the closed and open state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.errors import DocumentError, render
from contracts.spec.model import Contract
from mockserver.app import MockApp, create_app
from mockserver.mounting import MountedApi, mount
from mockserver.state.data_files import DEEPEST
from mockserver.state.data_items import SINGLE_ID
from mockserver.state.data_loader import MOST_FINDINGS, load_initial_data
from mockserver.state.data_paths import DataPaths, PathError
from mockserver.state.initial_data import InitialData
from tests.mockserver.kit import Client, Reply, load, path_parameter, response

COMMENT_ID = "11111111-1111-4111-8111-111111111111"
TICKET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "title", "status", "password"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "title": {"type": "string", "minLength": 1},
        "status": {"enum": ["open", "pending", "closed"]},
        "opened": {"type": "string", "format": "date", "example": "2026-01-31"},
        "password": {"type": "string", "writeOnly": True},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
COMMENT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "string", "format": "uuid"}, "text": {"type": "string"}},
}
BODY = {"type": "object", "properties": {"title": {"type": "string"}}}
TICKET_ID = path_parameter("id", {"type": "integer"})
WRITE = {"requestBody": {"content": {"application/json": {"schema": BODY}}}}
PATHS: dict[str, Any] = {
    "/tickets": {
        "get": {"responses": {"200": response({"type": "array", "items": TICKET})}},
        "post": {**WRITE, "responses": {"201": response(TICKET)}},
    },
    "/tickets/{id}": {
        "parameters": [TICKET_ID],
        "get": {"responses": {"200": response(TICKET)}},
        "patch": {**WRITE, "responses": {"200": response(TICKET)}},
        "put": {**WRITE, "responses": {"200": response(TICKET)}},
        "delete": {"responses": {"204": {"description": "Deleted."}}},
    },
    "/tickets/{id}/comments": {
        "parameters": [TICKET_ID],
        "get": {"responses": {"200": response({"type": "array", "items": COMMENT})}},
    },
    "/tickets/{id}/comments/{comment}": {
        "parameters": [TICKET_ID, path_parameter("comment")],
        "get": {"responses": {"200": response(COMMENT)}},
    },
}
PRINTER = {"id": 7, "title": "Printer", "status": "open"}
SCREEN = {"id": 9, "title": "Screen", "status": "closed"}


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load(PATHS)


@pytest.fixture(scope="module")
def apis(contract: Contract) -> tuple[MountedApi, ...]:
    return mount([contract])


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def read(tmp_path: Path, apis: tuple[MountedApi, ...], content: Any, *, closed: bool = False) -> InitialData:
    """Load one file: YAML, or JSON if the content is not a string."""
    name = "data.yaml" if isinstance(content, str) else "data.json"
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return load_initial_data(path, apis, closed=closed)


def errors(path: Path, apis: tuple[MountedApi, ...], *, closed: bool = False) -> list[str]:
    """The lines of the error message, with paths relative to the folder of ``path``."""
    with pytest.raises(DocumentError) as caught:
        load_initial_data(path, apis, closed=closed)
    return render(caught.value).replace(f"{path.parent}/", "").splitlines()


def errors_of(tmp_path: Path, apis: tuple[MountedApi, ...], content: str, *, closed: bool = False) -> list[str]:
    return errors(write(tmp_path, {"data.yaml": content}) / "data.yaml", apis, closed=closed)


# ---------------------------------------------------------------------- formats


@pytest.mark.parametrize(
    "content",
    [
        {"/tickets": [PRINTER]},
        {"tickets": [PRINTER]},
        {"/tickets/": {"7": {"title": "Printer", "status": "open"}}},
        {"/tickets": {"7": PRINTER}},
        {"/tickets/7": PRINTER},
        {"/tickets/7": {"title": "Printer", "status": "open"}},
    ],
)
def test_a_file_maps_paths_to_items(tmp_path: Path, apis: tuple[MountedApi, ...], content: Any) -> None:
    assert read(tmp_path, apis, content).items("kit", "/tickets") == [("7", PRINTER)]


def test_a_folder_has_paths_as_file_names(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    files = {
        "tickets.yaml": "- {id: 7, title: Printer, status: open}\n",
        "tickets/9.yml": "{title: Screen, status: closed}\n",
        "tickets/7/comments.json": json.dumps([{"id": COMMENT_ID, "text": "Hello"}]),
        "README.md": "ignored",
        ".hidden.yaml": "ignored",
        ".git/x.yaml": "ignored",
    }
    data = load_initial_data(write(tmp_path / "data", files), apis, closed=True)
    assert data.items("kit", "/tickets") == [("7", PRINTER), ("9", SCREEN)]
    assert data.items("kit", "/tickets/7/comments") == [(COMMENT_ID, {"id": COMMENT_ID, "text": "Hello"})]
    assert data.items("kit", "/tickets/9/comments") is None
    assert {path.name for path in data.files} == {"tickets.yaml", "9.yml", "comments.json"}
    assert {path.name for path in data.folders} == {"data", "tickets", "7"}


def test_a_collection_without_items(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    data = read(tmp_path, apis, {"/tickets": [], "/tickets/7/comments": {}})
    assert data.items("kit", "/tickets") == data.items("kit", "/tickets/7/comments") == []


def test_items_without_an_id_are_numbered(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    rest = {"title": "x", "status": "open"}
    data = read(tmp_path, apis, {"/tickets": [rest, {"id": 1, **rest}, {"id": 3, **rest}, rest]})
    items = data.items("kit", "/tickets") or []
    assert [identifier for identifier, _ in items] == ["2", "1", "3", "4"]
    assert [item["id"] for _, item in items] == [2, 1, 3, 4]


def test_items_are_copies(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    data = read(tmp_path, apis, {"/tickets": [PRINTER]})
    for _, item in data.items("kit", "/tickets") or []:
        item["title"] = "changed"
    assert data.items("kit", "/tickets") == [("7", PRINTER)]


def test_the_prefix_of_an_api_is_optional(tmp_path: Path) -> None:
    bundled = mount([contracts.load(Path(__file__).parents[3] / "openapi.yaml")])
    found = {
        spelling: target.collection.api
        for spelling in ("/serverops/cases", "serverops/cases")
        for target in [DataPaths(bundled).resolve(spelling)]
    }
    assert set(found.values()) == {"serverops"}
    with pytest.raises(PathError, match="several APIs have the collection") as caught:
        DataPaths(bundled).resolve("/cases")
    assert "/serverops/cases" in caught.value.hint
    only = mount([item.contract for item in bundled[:1]], "serverops")
    assert DataPaths(only).resolve("/cases").path == DataPaths(only).resolve("/serverops/cases").path


ME = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}
SINGLE: dict[str, Any] = {
    "get": {"responses": {"200": response(ME)}},
    "put": {
        "requestBody": {"content": {"application/json": {"schema": ME}}},
        "responses": {"200": response(ME)},
    },
}


@pytest.fixture(scope="module")
def singles() -> Contract:
    settings = {"parameters": [TICKET_ID], **SINGLE}
    return load({"/me": SINGLE, "/tickets/{id}": PATHS["/tickets/{id}"], "/tickets/{id}/settings": settings})


def test_a_single_item_has_no_id_in_its_path(tmp_path: Path, singles: Contract) -> None:
    apis = mount([singles])
    data = read(tmp_path, apis, {"/me": {"name": "Ada"}, "/tickets/7/settings": {"name": "x"}})
    assert data.items("kit", "/me") == [(SINGLE_ID, {"name": "Ada"})]
    assert data.items("kit", "/tickets/7/settings") == [(SINGLE_ID, {"name": "x"})]
    assert errors_of(tmp_path, apis, "/me: {name: Ada}\nme: {name: 5}\n") == [
        "data.yaml:2:1 (#/me): error: there can be only one item here [initial-data]",
        "  remove it, or the item at data.yaml:1:1 (#/~1me)",
        "data.yaml:2:6 (#/me/name): error: 5 is not of type string [initial-data]",
        "  put it in quotes",
    ]
    assert "an item must be a mapping, not a list" in errors_of(tmp_path, apis, "/me: [{name: Ada}]\n")[0]


@pytest.mark.parametrize("closed", [False, True])
def test_a_single_item_is_served(tmp_path: Path, singles: Contract, closed: bool) -> None:
    app = served(tmp_path, singles, {"/me": {"name": "Ada"}}, closed=closed)
    assert send(app, "GET", "/me").json == {"name": "Ada"}
    assert send(app, "PUT", "/me", {"name": "Bob", "age": 5}).json == {"name": "Bob", "age": 5}
    assert send(app, "GET", "/me").json == {"name": "Bob", "age": 5}
    app = served(tmp_path, singles, {"/tickets": [PRINTER]}, closed=closed)
    assert send(app, "GET", "/me").status == send(app, "GET", "/tickets/7/settings").status == 200
    assert send(app, "GET", "/tickets/8/settings").status == (404 if closed else 200)


# ---------------------------------------------------------------------- errors


def test_errors_of_all_items_are_reported_with_remedies(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    text = """\
/tickets:
  - {id: 7, title: Printer, status: opn}
  - {id: 7, title: Screen, status: closed, tgs: []}
  - {title: Mouse}
  - {id: "8", title: 5, status: open, opened: yesterday}
  - hello
  - {id: [1], title: x, status: open}
"""
    assert errors_of(tmp_path, apis, text) == [
        'data.yaml:2:29 (#/~1tickets/0/status): error: "opn" is not one of "open", "pending", "closed" [initial-data]',
        '  did you mean "open"?',
        "data.yaml:3:5 (#/~1tickets/1): error: duplicate id '7' [initial-data]",
        "  another item with this id is at data.yaml:2:5 (#/~1tickets/0)",
        'data.yaml:3:44 (#/~1tickets/1/tgs): error: property "tgs" is not allowed [initial-data]',
        "  did you mean 'tags'?",
        'data.yaml:4:5 (#/~1tickets/2): error: property "status" is missing [initial-data]',
        "  add 'status', for example \"open\"",
        'data.yaml:5:6 (#/~1tickets/3/id): error: "8" is not of type integer [initial-data]',
        "  write 8 without quotes",
        "data.yaml:5:15 (#/~1tickets/3/title): error: 5 is not of type string [initial-data]",
        "  put it in quotes",
        'data.yaml:5:39 (#/~1tickets/3/opened): error: "yesterday" is not of format date [initial-data]',
        '  change it, for example "2026-01-31"',
        "data.yaml:6:5 (#/~1tickets/4): error: an item must be a mapping, not a string [initial-data]",
        "  write its properties as keys",
        "data.yaml:7:6 (#/~1tickets/5/id): error: an id must be a string or an integer, not a list [initial-data]",
        "  change 'id'",
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("/tickts: []", "1:1 (#/~1tickts): error: unknown collection '/tickts'",
         "did you mean '/tickets'? known collections: /tickets, /tickets/{id}/comments"),
        ("/tickets/7/coments: []", "1:1 (#/~1tickets~17~1coments): error: unknown collection '/tickets/7/coments'",
         "did you mean '/tickets/7/comments' or '/tickets'? known collections: /tickets, /tickets/{id}/comments"),
        ("'': []", "1:1 (#/): error: unknown collection ''", "known collections: /tickets, /tickets/{id}/comments"),
        ("/tickets:", "1:1 (#/~1tickets): error: must be a list of items or a mapping of ids to items, not null",
         "write '[]' for a collection without items"),
        ("/tickets: 5", "1:1 (#/~1tickets): error: must be a list of items or a mapping of ids to items, not a number",
         "write a list of items"),
        ("/tickets: {id: 7, title: x, owner: {name: Ada}}",
         "1:1 (#/~1tickets): error: must be a list of items or a mapping of ids to items, not one item",
         "write a list: put '- ' before the item"),
        ("/tickets: {'': {title: x, status: open}}", "1:12 (#/~1tickets/): error: the id of an item must not be empty",
         "use the id as key"),
        ("/tickets: [{id: '', title: x, status: open}]",
         "1:13 (#/~1tickets/0/id): error: an id must be a string or an integer, not an empty string", "change 'id'"),
        ("/tickets: {8: {id: 7, title: x, status: open}}",
         "1:16 (#/~1tickets/8/id): error: the id '7' differs from '8', the key or file name of the item",
         "change one of them, or remove 'id'"),
        ("/tickets/8: []", "1:1 (#/~1tickets~18): error: an item must be a mapping, not a list",
         "write its properties as keys"),
        ("[]", "1:1: error: must be a mapping of collection paths to items, not a list",
         "start with a path such as '/pets:'"),
    ],
)  # fmt: skip
def test_values_that_are_not_items(
    tmp_path: Path, apis: tuple[MountedApi, ...], text: str, message: str, hint: str
) -> None:
    assert errors_of(tmp_path, apis, text) == [f"data.yaml:{message} [initial-data]", f"  {hint}"]


def test_an_id_that_cannot_be_a_number_must_be_given(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    first, second = errors_of(tmp_path, apis, "/tickets/7/comments: [{text: Hello}]")
    assert first == "data.yaml:1:23 (#/~1tickets~17~1comments/0): error: the item has no 'id' [initial-data]"
    assert second.startswith("  add 'id', for example \"")


def test_a_closed_collection_needs_its_parent(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    comments = f"/tickets/8/comments: [{{id: {COMMENT_ID}, text: Hello}}]\n"
    expected = [
        "data.yaml:1:1 (#/~1tickets~18~1comments): error: /tickets has no item with id '8' [initial-data]",
        "  add the item to /tickets, or omit --closed",
    ]
    assert errors_of(tmp_path, apis, comments, closed=True) == expected
    assert errors_of(tmp_path, apis, f"{comments}/tickets: [{json.dumps(PRINTER)}]", closed=True) == expected
    load_initial_data(tmp_path / "data.yaml", apis)
    write(tmp_path, {"data.yaml": f"{comments}/tickets: {{8: {{title: x, status: open}}}}"})
    load_initial_data(tmp_path / "data.yaml", apis, closed=True)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "data.yaml:1:1: error: the file is empty [empty]"),
        (b"# only a comment", "data.yaml:1:1: error: the file is empty [empty]"),
        (b"/tickets: [", "data.yaml:1:12: error: invalid YAML: did not find expected node content [syntax]"),
        (b"/tickets: \xff", "data.yaml:1:11: error: byte 0xff is not valid UTF-8 [encoding]"),
        (b"\xff\xfe/\0", "data.yaml: error: encoded in UTF-16; only UTF-8 is supported [encoding]"),
        (b"/tickets: " + b"[" * 300, "nested more than 200 levels deep [nesting]"),
        (b"/tickets: []\n/tickets: []", "data.yaml:2:1 (#/~1tickets): error: duplicate key '/tickets'"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, apis: tuple[MountedApi, ...], content: bytes, expected: str) -> None:
    path = tmp_path / "data.yaml"
    path.write_bytes(content)
    assert expected in errors(path, apis)[0]


def test_a_large_file_is_refused(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    path = tmp_path / "data.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert errors(path, apis)[0] == "data.yaml: error: the file is larger than 64 MiB [too-large]"


def test_a_missing_path(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    assert errors(tmp_path / "none", apis) == ["none: error: no such file [unreadable]", "  check the path"]


def test_folders_that_cannot_be_read(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    root = write(tmp_path / "data", {"README.md": "no data"})
    assert errors(root, apis) == [
        "data: error: no YAML or JSON files in the folder [initial-data]",
        "  add a file such as data/pets.yaml",
    ]
    (root / "again").symlink_to(root)
    (root / "gone.json").symlink_to("nowhere")
    (root / "self.yaml").symlink_to("self.yaml")
    (root / "folder.yaml").mkdir()
    found = [line for line in errors(root, apis) if not line.startswith(" ")]
    assert found[:2] == [
        "data/again: error: a symbolic link to a folder that contains it [initial-data]",
        "data/folder.yaml: error: is a folder, not a file [initial-data]",
    ]
    assert found[2] == "data/gone.json: error: no such file [unreadable]"
    assert found[3].startswith("data/self.yaml: error: cannot read the file: ")


def test_errors_of_all_files_are_reported_in_order(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    files = {"a.yaml": "[]", "tickets.yaml": "- {id: 1}\n- [", "tickets/1.json": '{"id": 2}', "z.json": "{"}
    found = [line.split(":")[0] for line in errors(write(tmp_path / "data", files), apis) if not line.startswith(" ")]
    assert found == ["data/a.yaml", "data/tickets.yaml", "data/z.json", "data/tickets/1.json"]


def test_a_deep_folder_is_refused(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    (tmp_path / "data" / "/".join("x" * (DEEPEST + 2))).mkdir(parents=True)
    assert f"nested more than {DEEPEST} folders deep" in errors(tmp_path / "data", apis)[0]


def test_the_number_of_errors_is_limited(tmp_path: Path, apis: tuple[MountedApi, ...]) -> None:
    lines = errors_of(tmp_path, apis, "/tickets:\n" + "  - {}\n" * (MOST_FINDINGS + 20))
    assert lines[-2].endswith("data.yaml: error: 20 more errors in the initial data [initial-data]")


EXAMPLES = {"id": 7, "title": "Printer"}
WITH_EXAMPLES = {
    **TICKET,
    "properties": {
        name: {**node, "example": EXAMPLES.get(name, "x")} if name != "status" else node
        for name, node in TICKET["properties"].items()
    },
}
"""The hints show documented examples, which is faster than to generate them."""

ANY = load(
    {
        "/tickets": PATHS["/tickets"],
        "/tickets/{id}": {"parameters": [TICKET_ID], "get": {"responses": {"200": response(WITH_EXAMPLES)}}},
    }
)


VALUES = st.none() | st.integers(0, 9) | st.sampled_from(["", "7", "open"])
ITEMS = st.dictionaries(st.sampled_from(["id", "title", "status"]), VALUES)
COLLECTIONS = VALUES | ITEMS | st.lists(ITEMS | VALUES, max_size=3) | st.dictionaries(st.sampled_from("789"), ITEMS)
NAMES = st.sampled_from(["/tickets", "tickets", "/tickets/7", "/tickets/7/comments", "/", "x"])


@given(st.dictionaries(NAMES, COLLECTIONS, max_size=4), st.booleans())
def test_any_json_is_loaded_or_refused(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any], closed: bool
) -> None:
    (mounted,) = mount([ANY])
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    try:
        data = load_initial_data(path, (mounted,), closed=closed)
    except DocumentError as error:
        findings = error.findings
    else:
        findings, resource = (), mounted.api.operations[0].resource
        assert resource is not None
        assert all(resource.item.is_valid(item) for _, item in data.items("kit", "/tickets") or [])
    assert all(finding.message and finding.location.file == str(path) for finding in findings)


# ---------------------------------------------------------------------- served items


def served(tmp_path: Path, contract: Contract, content: Any = None, **settings: Any) -> MockApp:
    if content is not None:
        path = tmp_path / "data.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        settings["data"] = str(path)
    return create_app(contract, **settings)


def send(app: MockApp, method: str, path: str, body: Any = None) -> Reply:
    return Client(app)(method, path, b"" if body is None else body)


DATA = {"/tickets": [PRINTER, SCREEN], "/tickets/7/comments": [{"id": COMMENT_ID, "text": "Hello"}]}


@pytest.mark.parametrize("closed", [False, True])
def test_items_are_listed_read_changed_and_deleted(tmp_path: Path, contract: Contract, closed: bool) -> None:
    app = served(tmp_path, contract, DATA, closed=closed)
    assert send(app, "GET", "/tickets").json == [PRINTER, SCREEN]
    assert send(app, "GET", "/tickets/7").json == PRINTER
    assert send(app, "GET", "/tickets/7/comments").json == DATA["/tickets/7/comments"]
    changed = PRINTER | {"title": "Plotter"}
    assert send(app, "PATCH", "/tickets/7", {"title": "Plotter"}).json == changed
    assert send(app, "GET", "/tickets").json == [changed, SCREEN]
    assert send(app, "PUT", "/tickets/9", {"title": "TV"}).json == SCREEN | {"title": "TV"}
    assert send(app, "DELETE", "/tickets/7").status == 204
    assert send(app, "GET", "/tickets/7").status == 404
    assert [item["id"] for item in send(app, "GET", "/tickets").json] == [9]


def test_new_ids_continue_after_the_largest(tmp_path: Path, contract: Contract) -> None:
    app = served(tmp_path, contract, DATA, closed=True)
    assert [send(app, "POST", "/tickets", {"title": "x"}).json["id"] for _ in range(3)] == [10, 11, 12]
    assert [item["id"] for item in send(app, "GET", "/tickets").json] == [7, 9, 10, 11, 12]
    assert send(app, "GET", "/tickets/12").status == 200
    assert send(app, "GET", "/tickets/13").status == 404


def test_other_items_exist_only_if_open(tmp_path: Path, contract: Contract) -> None:
    for closed, status in ((False, 200), (True, 404)):
        app = served(tmp_path, contract, DATA, closed=closed)
        assert send(app, "GET", "/tickets/8").status == status
        assert send(app, "GET", "/tickets/8/comments").status == status
        assert send(app, "DELETE", "/tickets/8").status == (404 if closed else 204)


def test_a_closed_collection_without_data_has_its_generated_items(tmp_path: Path, contract: Contract) -> None:
    app = served(tmp_path, contract, closed=True)
    items = send(app, "GET", "/tickets").json
    assert len(items) == 5
    assert [send(app, "GET", f"/tickets/{item['id']}").json for item in items] == items
    absent = next(number for number in range(1, 10) if number not in {item["id"] for item in items})
    assert send(app, "GET", f"/tickets/{absent}").status == 404
    comments = send(app, "GET", f"/tickets/{items[0]['id']}/comments").json
    assert comments
    assert all(send(app, "GET", f"/tickets/{items[0]['id']}/comments/{one['id']}").json == one for one in comments)
    assert send(app, "GET", f"/tickets/{absent}/comments").status == 404


def test_an_empty_closed_collection(tmp_path: Path, contract: Contract) -> None:
    app = served(tmp_path, contract, {"/tickets": []}, closed=True)
    assert send(app, "GET", "/tickets").json == []
    created = send(app, "POST", "/tickets", {"title": "x"}).json
    assert send(app, "GET", "/tickets").json == [created]
    assert send(app, "GET", f"/tickets/{created['id']}").json == created


def test_ids_of_missing_items_may_be_in_the_data(tmp_path: Path, contract: Contract) -> None:
    app = served(tmp_path, contract, {"/tickets": {"404": {"title": "x", "status": "open"}}})
    assert send(app, "GET", "/tickets/404").json == {"id": 404, "title": "x", "status": "open"}


def test_write_only_properties_are_not_returned(tmp_path: Path, contract: Contract) -> None:
    app = served(tmp_path, contract, {"/tickets": [PRINTER | {"password": "secret"}]})
    assert send(app, "GET", "/tickets").json == [PRINTER]
    assert send(app, "GET", "/tickets/7").json == PRINTER
    assert send(app, "PATCH", "/tickets/7", {"title": "x"}).json == PRINTER | {"title": "x"}
