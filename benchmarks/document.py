"""The document that every server is given: the ServerOps API of the bundled document, alone and in the 3.0 form.

OpenAPI 3.0 because all servers but WireMock, which reads no document, read that. Our own ``x-mock-`` keys stay: the
others pass over them, and we are measured with all that they ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
API = "serverops"
COLLECTION = "/cases"
CASE = "ServerOpsCase"
UPDATE = "ServerOpsCaseUpdate"

Tree = dict[str, Any]


def serverops(source: Path = ROOT / "openapi.yaml") -> Tree:
    """Cut the ServerOps API out of the bundled document, as it is: in the 3.1 form."""
    whole = yaml.load(source.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    api = next(entry for entry in whole["x-mock-apis"] if entry["name"] == API)
    prefix = api["prefix"]
    cut: Tree = {
        "openapi": whole["openapi"],
        "info": {"title": api["title"], "version": whole["info"]["version"]},
        **{key: api[key] for key in ("x-mock-order", "x-mock-errors") if key in api},
        "paths": {
            path.removeprefix(prefix): item for path, item in whole["paths"].items() if path.startswith(f"{prefix}/")
        },
    }
    cut["components"] = _components(cut["paths"], whole["components"])
    return cut


def form_3_0(document: Tree) -> Tree:
    """The document in the form of OpenAPI 3.0."""
    return {**_form_3_0(document), "openapi": "3.0.3"}


def with_attachments(document: Tree, number: int) -> Tree:
    """The same document with exactly so many attachments in every case."""
    schemas = document["components"]["schemas"]
    attachments = {**schemas[CASE]["properties"]["attachments"], "minItems": number, "maxItems": number}
    case = {**schemas[CASE], "properties": {**schemas[CASE]["properties"], "attachments": attachments}}
    return {**document, "components": {**document["components"], "schemas": {**schemas, CASE: case}}}


def example_case(document: Tree) -> Tree:
    """The documented example of a successful GET."""
    response = document["components"]["responses"][CASE]
    found: Tree = next(iter(response["content"]["application/json"]["examples"].values()))
    if "$ref" in found:
        found = document["components"]["examples"][found["$ref"].rpartition("/")[2]]
    value: Tree = found["value"]
    return value


def write(document: Tree, file: Path) -> Path:
    """Write a document as YAML, as its users keep theirs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(document, sort_keys=False, width=120), "utf-8")
    return file


def _components(paths: Tree, components: Tree) -> Tree:
    """Those components that the paths need, in the document's order."""
    needed: set[tuple[str, str]] = set()
    waiting = [*_references(paths), *_security(paths)]
    while waiting:
        kind, name = waiting.pop()
        if (kind, name) not in needed:
            needed.add((kind, name))
            waiting += _references(components[kind][name])
    return {
        kind: {name: value for name, value in family.items() if (kind, name) in needed}
        for kind, family in components.items()
        if any(found == kind for found, _ in needed)
    }


def _references(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            kind, name = reference.removeprefix("#/components/").split("/")
            yield kind, name
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _security(paths: Tree) -> Iterator[tuple[str, str]]:
    for item in paths.values():
        for operation in item.values():
            for rule in operation.get("security", ()) if isinstance(operation, dict) else ():
                yield from (("securitySchemes", name) for name in rule)


def _form_3_0(node: Any) -> Any:
    """Rewrite what 3.0 does not know: a list of examples in a schema, and keys beside a reference."""
    if isinstance(node, list):
        return [_form_3_0(value) for value in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    made = {key: _form_3_0(value) for key, value in node.items() if key != "x-source"}
    if isinstance(made.get("examples"), list):
        made["example"] = made.pop("examples")[0]
    return made
