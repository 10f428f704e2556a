"""A document torn into files in any way becomes the document that it was."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.bundle import Wish, bundle_document
from contracts.spec.load import load_document

ROOT = Path(__file__).parent.parent.parent.parent
WHOLE = load_document(ROOT / "openapi.yaml").tree
BY_NAME = frozenset({"securitySchemes"})
"""Components that no reference leads to."""

PLACES = [(section, name) for section, shelf in WHOLE["components"].items() if section not in BY_NAME for name in shelf]
ROOT_FILE = "openapi.json"


def torn(moved: dict[tuple[str, str], bool], paths: list[str]) -> dict[str, Any]:
    """The files of a document of which parts have moved.

    :param moved: components in files of their own; ``True``: the document refers to them, ``False``: only others do.
    :param paths: paths in files of their own.
    """
    home = {f"#/components/{section}/{name}": f"{section}/{name}.json" for section, name in moved}
    tree = json.loads(json.dumps(WHOLE))
    files: dict[str, Any] = {ROOT_FILE: tree}
    for (section, name), is_listed in moved.items():
        files[f"{section}/{name}.json"] = tree["components"][section].pop(name)
        if is_listed:
            tree["components"][section][name] = {"$ref": f"{section}/{name}.json"}
    for index, path in enumerate(paths):
        files[f"paths/{index}.json"] = tree["paths"][path]
        tree["paths"][path] = {"$ref": f"paths/{index}.json"}
    for name, content in files.items():
        redirect(content, home, name)
    return files


def redirect(node: Any, home: dict[str, str], file: str) -> None:
    """Have the references below a node lead to where things are now."""
    up = "../" if "/" in file else ""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            inside = f"{up}{ROOT_FILE}{reference}" if up else reference
            node["$ref"] = up + home[reference] if reference in home else inside
        mapping = node.get("mapping", {})
        mapping.update({key: up + home[value] for key, value in mapping.items() if value in home})
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        redirect(child, home, file)


def reached(places: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those to which a reference leads from outside of themselves, an extension's aside."""
    text = json.dumps({**WHOLE, "components": {}})
    return {place for place in places if f'"$ref": "#/components/{place[0]}/{place[1]}"' in text}


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from(PLACES), st.booleans(), max_size=25), st.sets(st.sampled_from(list(WHOLE["paths"])))
)
def test_torn_document_becomes_whole_again(moved: dict[tuple[str, str], bool], paths: set[str]) -> None:
    known = reached(set(moved))
    moved = {place: is_listed or place not in known for place, is_listed in moved.items()}
    with TemporaryDirectory() as folder:
        for name, content in torn(moved, sorted(paths)).items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), "utf-8")
        bundled = bundle_document(load_document(Path(folder, ROOT_FILE)), Wish())
    assert bundled.findings == ()
    assert bundled.tree == WHOLE
