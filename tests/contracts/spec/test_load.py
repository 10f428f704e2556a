"""Load documents: findings of broken documents, and equal trees from YAML, JSON and mappings."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
import yaml

from contracts.errors import DocumentError, render
from contracts.findings import Location, Severity
from contracts.spec import source
from contracts.spec.load import load_document, read_document
from contracts.spec.pointers import walk
from contracts.spec.source_map import UnreadableError
from contracts.spec.yaml_text import read_yaml

DOCUMENTS = Path(__file__).parents[2] / "documents"
ROOT = DOCUMENTS.parents[1]
BROKEN = sorted((DOCUMENTS / "broken").glob("*.txt"))
WHOLE = [ROOT / "openapi.yaml", DOCUMENTS / "petstore-3.1.yaml"]

MINIMAL = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}


def read_case(case: Path) -> tuple[dict[str, str], str]:
    """The files of a case, the root file first, and the expected findings."""
    _, *parts = re.split(r"^--- (.+)\n", case.read_text("utf-8"), flags=re.MULTILINE)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = files.pop("expected")
    return files, expected


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.stem)
def test_broken_document(case, tmp_path, monkeypatch):
    files, expected = read_case(case)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    reading = read_document(next(iter(files)))
    assert "".join(f"{finding}\n" for finding in reading.findings) == expected
    if any(finding.severity is Severity.ERROR for finding in reading.findings):
        with pytest.raises(DocumentError) as refused:
            load_document(next(iter(files)))
        assert render(refused.value) + "\n" == expected
    else:
        assert load_document(next(iter(files))).findings == reading.findings


def test_number_of_broken_documents():
    assert len(BROKEN) > 60


def findings_of(document) -> list[tuple[str, str, str]]:
    with pytest.raises(DocumentError) as refused:
        load_document(document)
    return [(finding.rule, finding.location.pointer, finding.message) for finding in refused.value.findings]


def only_finding(document) -> tuple[str, Location, str]:
    with pytest.raises(DocumentError) as refused:
        load_document(document)
    (finding,) = refused.value.findings
    return finding.rule, finding.location, finding.message


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_yaml_json_and_mapping_give_the_same_tree(path, tmp_path):
    from_yaml = load_document(path)
    copy = tmp_path / "openapi.json"
    copy.write_text(json.dumps(from_yaml.tree, indent=2), "utf-8")
    assert load_document(copy).tree == from_yaml.tree
    assert load_document(json.loads(copy.read_text("utf-8"))).tree == from_yaml.tree


def test_document_knows_its_files_and_version():
    document = load_document(str(DOCUMENTS / "petstore-3.0.yaml"))
    assert document.version == "3.0.3"
    assert document.name == str(DOCUMENTS / "petstore-3.0.yaml")
    assert [path.relative_to(DOCUMENTS).as_posix() for path in document.files] == [
        "petstore-3.0.yaml",
        "petstore/responses.yaml",
        "petstore/schemas.yaml",
    ]


def test_file_names_are_relative_to_the_root_file_name(tmp_path, monkeypatch):
    (tmp_path / "api").mkdir()
    (tmp_path / ".git").mkdir()  # the folder of a repository, whose files may refer to each other
    (tmp_path / "api" / "pets.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\ncomponents:\n"
        "  schemas: {Pet: {$ref: '../schemas/pet.yaml#/Pet'}}\n"
    )
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "pet.yaml").write_text("Pet:\n  type: object\n")
    monkeypatch.chdir(tmp_path)
    document = load_document("api/pets.yaml")
    assert document.locate("/info/title") == Location("api/pets.yaml", 2, 8, "/info/title")
    assert document.locate("/x-external/pet.yaml/Pet/type") == Location("schemas/pet.yaml", 2, 3, "/Pet/type")


def test_location_of_missing_pointer_is_that_of_nearest_ancestor(tmp_path):
    path = tmp_path / "pets.yaml"
    path.write_text("openapi: 3.1.0\ninfo:\n  title: Pets\n  version: '1'\npaths: {}\n")
    document = load_document(path)
    assert document.locate("/info/title/x/0") == Location(str(path), 3, 3, "/info/title")
    assert document.locate("/nowhere/at/all") == Location(str(path), 1, 1, "")


def test_missing_file(tmp_path):
    path = str(tmp_path / "nowhere.yaml")
    assert only_finding(path) == ("unreadable", Location(path), "no such file")


def test_folder(tmp_path):
    assert only_finding(tmp_path) == ("unreadable", Location(str(tmp_path)), "is a folder, not a file")


def test_file_without_permission(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    path = str(tmp_path / "secret.yaml")
    assert only_finding(path) == ("unreadable", Location(path), "permission denied")


def test_invalid_file_name():
    assert only_finding("pets\0.yaml")[0] == "unreadable"


def test_large_file(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "LARGEST", 2 * 1024**2)
    path = tmp_path / "large.yaml"
    path.write_text("# " + "x" * 2 * 1024**2)
    assert only_finding(path) == ("too-large", Location(str(path)), "the file is larger than 2 MiB")


@pytest.mark.parametrize("name", ["deep.yaml", "deep.json"])
@pytest.mark.parametrize("levels", [250, 20_000])
def test_deep_document(tmp_path, name, levels):
    path = tmp_path / name
    path.write_text('{"openapi": "3.1.0", "x-deep": ' + "[" * levels + "]" * levels + "}")
    rule, _, message = only_finding(path)
    assert (rule, message) == ("nesting", "nested more than 200 levels deep")


NESTED = {
    "flow list": lambda levels: "[" * levels + "]" * levels,
    "flow list over lines": lambda levels: "[\n" * levels + "]" * levels,
    "flow mapping": lambda levels: "{a: " * levels + "1" + "}" * levels,
    "flow list that is never closed": lambda levels: "[" * levels,
    "block list": lambda levels: "\n".join(" " * level + "-" for level in range(levels)) + " 1\n",
    "block list on one line": lambda levels: "- " * levels + "1\n",
    "block mapping": lambda levels: "\n".join(" " * level + "a:" for level in range(levels)) + " 1\n",
    "keys that are mappings": lambda levels: "? " * levels + "1\n",
}
"""A value that nests so deep, in each notation that YAML has for it."""


@pytest.mark.parametrize("levels", [250, 1_500])
@pytest.mark.parametrize("notation", NESTED)
def test_deep_yaml_is_located_where_it_becomes_too_deep(notation, levels):
    """Some versions of libyaml refuse more than 1,000 levels themselves, before or after 200 levels were read."""
    text = NESTED[notation](levels)
    reached = NESTED[notation](201)
    with pytest.raises(UnreadableError) as refused:
        read_yaml(f"# a comment: \u2019\n{text}")
    problem = refused.value.problem
    token = {"flow mapping": "a", "block mapping": "a", "keys that are mappings": ""}.get(notation, "0")
    opening = {"f": "[{", "b": "-a", "k": "?"}[notation[0]]
    at = len("# a comment: \u2019\n") + max(reached.rfind(sign) for sign in opening)
    assert (problem.rule, problem.message) == ("nesting", "nested more than 200 levels deep")
    assert (problem.offset, problem.pointer) == (at, f"/{token}" * 200)


@pytest.mark.parametrize("levels", [250, 1_500])
def test_a_mistake_before_a_deep_value_is_reported_as_such(levels):
    with pytest.raises(UnreadableError, match="invalid YAML: mapping values are not allowed"):
        read_yaml("a: b: c\nd: " + "[" * levels + "]" * levels)


def test_nesting_up_to_the_limit(tmp_path):
    path = tmp_path / "deep.yaml"
    path.write_text(json.dumps(MINIMAL)[:-1] + ', "x-deep": ' + "[" * 199 + "]" * 199 + "}")
    assert load_document(path).tree["info"]["title"] == "Pets"


# ------------------------------------------------------------------ mappings


def test_mapping_is_copied():
    mine = {**MINIMAL, "tags": [{"name": "a"}]}
    document = load_document(mine)
    mine["tags"][0]["name"] = "b"
    assert document.tree["tags"] == [{"name": "a"}]
    assert document.name == "<document>"
    assert document.files == ()


def test_mapping_has_pointers_but_no_lines():
    document = load_document(MINIMAL)
    assert document.locate("/info/title") == Location("<document>", 0, 0, "/info/title")
    assert document.locate("/info/nothing") == Location("<document>", 0, 0, "/info")


def test_shared_mapping_is_copied_twice():
    shared = {"type": "string"}
    tree = load_document({**MINIMAL, "components": {"schemas": {"A": shared, "B": shared}}}).tree
    schemas = tree["components"]["schemas"]
    assert schemas["A"] == schemas["B"]
    assert schemas["A"] is not schemas["B"]


def test_mapping_with_numbers_as_keys():
    operation = {"responses": {200: {"description": "Fine"}}}
    tree = load_document({**MINIMAL, "paths": {"/pets": {"get": operation}}}).tree
    assert walk(tree, "/paths/~1pets/get/responses/200/description") == "Fine"


def test_mapping_with_values_that_are_not_json():
    document = {**MINIMAL, "x-born": dt.date(2020, 1, 1), "x-odd": {1.5: 1}, "x-twice": {1: "a", "1": "b"}}
    assert findings_of(document) == [
        ("syntax", "/x-born", "datetime.date(2020, 1, 1) is not a JSON value"),
        ("syntax", "/x-odd", "key 1.5 is not a string"),
        ("duplicate-key", "/x-twice/1", "duplicate key '1'"),
    ]


def test_mapping_that_contains_itself():
    loop = {**MINIMAL}
    loop["x-loop"] = loop
    assert only_finding(loop)[0] == "nesting"


def test_mapping_cannot_reference_files():
    document = {**MINIMAL, "components": {"schemas": {"Pet": {"$ref": "pet.yaml"}}}}
    assert findings_of(document) == [
        (
            "unresolved-reference",
            "/components/schemas/Pet/$ref",
            "cannot resolve 'pet.yaml': a document given as a mapping has no base folder",
        )
    ]


def test_mapping_from_another_yaml_reader(tmp_path):
    text = WHOLE[1].read_text("utf-8")
    assert load_document(yaml.safe_load(text)).tree == load_document(WHOLE[1]).tree


def test_warnings_do_not_reject_a_document():
    schema = {"type": "object", "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}}}
    document = load_document({**MINIMAL, "components": {"schemas": {"Pet": schema}}})
    assert [(finding.severity, finding.message) for finding in document.findings] == [
        ("warning", "mapping to unknown schema 'Cat'")
    ]


def test_unpaired_surrogate_in_mapping():
    broken = {**MINIMAL, "info": {"title": "a\ud800", "version": "1"}, "x-\udfff": {}}
    found = [(finding.rule, finding.location.pointer) for finding in read_document(broken).findings]
    assert sorted(found) == [("syntax", ""), ("syntax", "/info/title")]


def test_unpaired_surrogate_in_file(tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({**MINIMAL, "info": {"title": "a\ud800", "version": "1"}}), "utf-8")
    assert [(one.rule, one.location.pointer) for one in read_document(path).findings] == [("syntax", "/info/title")]


def test_reference_to_invalid_file_name(tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({**MINIMAL, "components": {"schemas": {"A": {"$ref": "a\0b.yaml"}}}}), "utf-8")
    assert [one.rule for one in read_document(path).findings] == ["unresolved-reference"]
