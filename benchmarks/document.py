"""The document that all servers get: the ServerOps API of the bundled document, converted to OpenAPI 3.0.

OpenAPI 3.0 because all servers except WireMock, which reads no OpenAPI, support it. The ``x-mock-`` keys are kept: the
other servers ignore them, and casemock is measured with everything that they enable.
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
    """Return the ServerOps API of the bundled document as a document of its own, in OpenAPI 3.1."""
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


def convert_to_30(document: Tree) -> Tree:
    """Return the document converted to OpenAPI 3.0."""
    return {**_convert_to_30(document), "openapi": "3.0.3"}


def with_attachments(document: Tree, number: int) -> Tree:
    """Return the document with exactly ``number`` attachments in every case."""
    schemas = document["components"]["schemas"]
    attachments = {**schemas[CASE]["properties"]["attachments"], "minItems": number, "maxItems": number}
    case = {**schemas[CASE], "properties": {**schemas[CASE]["properties"], "attachments": attachments}}
    return {**document, "components": {**document["components"], "schemas": {**schemas, CASE: case}}}


def example_case(document: Tree) -> Tree:
    """Return the documented example of a successful GET."""
    response = document["components"]["responses"][CASE]
    found: Tree = next(iter(response["content"]["application/json"]["examples"].values()))
    if "$ref" in found:
        found = document["components"]["examples"][found["$ref"].rpartition("/")[2]]
    value: Tree = found["value"]
    return value


def write(document: Tree, file: Path) -> Path:
    """Write the document as YAML to ``file`` and return ``file``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(document, sort_keys=False, width=120), "utf-8")
    return file


def _components(paths: Tree, components: Tree) -> Tree:
    """Return the components that the paths refer to, directly or indirectly, in the order of the document."""
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


def _convert_to_30(node: Any) -> Any:
    """Convert what OpenAPI 3.0 lacks: lists of examples in schemas, and keys beside ``$ref``."""
    if isinstance(node, list):
        return [_convert_to_30(value) for value in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    converted = {key: _convert_to_30(value) for key, value in node.items() if key != "x-source"}
    if isinstance(converted.get("examples"), list):
        converted["example"] = converted.pop("examples")[0]
    return converted
