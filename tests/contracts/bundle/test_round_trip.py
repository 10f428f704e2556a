"""A document that is split into files in any way is restored by bundling."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.bundle.bundle import BundleOptions, bundle_document
from contracts.diff.diff import changes
from contracts.spec.load import load_document

ROOT = Path(__file__).parent.parent.parent.parent
WHOLE = load_document(ROOT / "openapi.yaml").tree
BY_NAME = frozenset({"securitySchemes"})
"""Sections whose components are not used by references."""

COMPONENTS = [
    (section, name) for section, objects in WHOLE["components"].items() if section not in BY_NAME for name in objects
]
ROOT_FILE = "openapi.json"


def split(moved: dict[tuple[str, str], bool], paths: list[str]) -> dict[str, Any]:
    """Return the files of a split document.

    :param moved: components in separate files; ``True``: the document refers to them, ``False``: only others do.
    :param paths: paths in separate files.
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
    """Correct the references in a node after the split."""
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


def referenced(components: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the components that paths refer to, except from extensions."""
    text = json.dumps({**WHOLE, "components": {}})
    return {one for one in components if f'"$ref": "#/components/{one[0]}/{one[1]}"' in text}


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from(COMPONENTS), st.booleans(), max_size=25),
    st.sets(st.sampled_from(list(WHOLE["paths"]))),
)
def test_split_documents_are_restored(moved: dict[tuple[str, str], bool], paths: set[str]) -> None:
    known = referenced(set(moved))
    moved = {one: is_listed or one not in known for one, is_listed in moved.items()}
    with TemporaryDirectory() as folder:
        for name, content in split(moved, sorted(paths)).items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), "utf-8")
        source = load_document(Path(folder, ROOT_FILE))
        bundled = bundle_document(source, BundleOptions())
        assert changes(source, load_document(bundled.tree)) == []
    assert bundled.findings == ()
    assert bundled.tree == WHOLE
