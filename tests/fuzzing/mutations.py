"""Random changes of JSON values and of bytes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

Container = dict[str, Any] | list[Any]

WORDS = st.sampled_from(
    ["$ref", "type", "properties", "items", "allOf", "oneOf", "anyOf", "not", "enum", "const", "required", "nullable",
     "discriminator", "mapping", "propertyName", "additionalProperties", "pattern", "format", "minimum", "maxLength",
     "default", "example", "examples", "schema", "content", "parameters", "in", "name", "query", "path", "style",
     "explode", "responses", "200", "default", "headers", "links", "callbacks", "security", "servers",
     "securitySchemes", "url", "variables", "tags", "paths", "components", "openapi", "3.1.0", "3.0.0", "2.0",
     "swagger", "info",
     "webhooks", "string", "integer", "object", "array", "null", "boolean", "$id", "$anchor", "$dynamicRef", "$defs",
     "if", "then", "else", "dependentSchemas", "unevaluatedProperties", "prefixItems", "contains", "x-mock-apis",
     "x-mock-credentials", "application/json", "operationId", "log", "entries", "request", "response", "postData",
     "text", "encoding", "base64", "mimeType", "startedDateTime", "status"]
)  # fmt: skip
TEXTS = (
    WORDS
    | st.sampled_from(["", "#", "#/", "#/paths/~1", "{", "{id}", "/{a}{b}", "[", "(?<=", "\0", "\ud800", "٣"])
    | st.text()
)
NUMBERS = st.sampled_from([0, -1, 1, 2**31, 2**63, 2**64, 10**400, 0.1, -1e308, 1e-300]) | st.integers(-9, 9)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def pointers(node: Any, pointer: str = "#") -> Iterator[str]:
    """Yield the pointers of all containers below a node, as references."""
    if isinstance(node, dict | list):
        yield pointer
        for key, below in node.items() if isinstance(node, dict) else enumerate(node):
            escaped = str(key).replace("~", "~0").replace("/", "~1").replace("%", "%25")
            yield from pointers(below, f"{pointer}/{escaped}")


def containers(node: Any) -> Iterator[Container]:
    """Yield all objects and lists that are not empty."""
    if isinstance(node, dict | list) and node:
        yield node
        for below in node.values() if isinstance(node, dict) else node:
            yield from containers(below)


@st.composite
def changed(draw: st.DrawFn, original: Any) -> Any:
    """Return a copy of a JSON value with one to four changes."""
    tree = copy.deepcopy(original)
    references = [*pointers(original)]
    for _ in range(draw(st.integers(1, 4))):
        found = [*containers(tree)]
        if not found:
            break
        change(draw, found[draw(st.integers(0, len(found) - 1))], references)
    return tree


def change(draw: st.DrawFn, container: Container, references: list[str]) -> None:
    """Change one member of a container."""
    keys = [*container] if isinstance(container, dict) else [*range(len(container))]
    key: Any = draw(st.sampled_from(keys))
    kind = draw(st.sampled_from(["remove", "replace", "refer", "wrap", "copy", "add"]))
    if kind == "remove":
        del container[key]
    elif kind == "replace":
        container[key] = draw(VALUES)
    elif kind == "refer":
        container[key] = {"$ref": draw(st.sampled_from(references) | TEXTS)}
    elif kind == "wrap":
        container[key] = draw(st.sampled_from([[container[key]], {draw(WORDS): container[key]}]))
    elif isinstance(container, list):
        container.append(container[key] if kind == "copy" else draw(VALUES))
    else:
        container[draw(TEXTS)] = container[key] if kind == "copy" else draw(VALUES)


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """Return bytes with one to four parts removed, repeated or replaced."""
    data = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        inserted = draw(
            st.binary(max_size=8)
            | st.sampled_from(
                [b"", b"\n", b"\t", b"  ", b"- ", b": ", b"&a ", b"*a ", b"<<: *a\n", b"\xff\xfe", b"%YAML 1.1\n---\n"]
            )
            | st.just(data[start:end] * 3)
        )
        data = data[:start] + inserted + data[end:]
    return data
