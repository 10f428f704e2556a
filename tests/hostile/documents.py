"""Hostile documents: each is small to describe, and expensive or confusing for a program that is not careful.

A family is a generator function in ``tests.hostile.families`` that yields documents of one kind in several sizes. The
documents are the same in every run, and built only when they are needed: some have many megabytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Content = dict[str, Any] | str | bytes
"""A document as a mapping, which is written as JSON, or the text or bytes of its file."""

Case = tuple[str, Callable[[], Content]]
"""The name of a document within its family, and a function that builds it."""

Family = Callable[[], Iterator[Case]]


@dataclass(frozen=True)
class HostileDocument:
    """One hostile document.

    :param name: unique; family and case.
    :param build: returns its content.
    """

    name: str
    build: Callable[[], Content]

    @property
    def family(self) -> str:
        """The name of its family."""
        return self.name.partition(":")[0]

    def write(self, folder: Path) -> Path:
        """Write the document to a file in a folder, and return its path."""
        content = self.build()
        slug = self.name.replace(":", "-").replace(" ", "-")
        if isinstance(content, dict):
            path = folder / f"{slug}.json"
            path.write_text(json.dumps(content), encoding="utf-8")
            return path
        path = folder / f"{slug}.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def document(schema: Any = None, version: str = "3.1.0", **more: Any) -> dict[str, Any]:
    """Return a document with a collection of items of a schema.

    :param schema: the schema of an item; default: the component ``Item``, which the caller defines.
    :param more: further components, by their kind; ``schemas`` are added to those of the document.
    """
    reference = {"$ref": "#/components/schemas/Item"}
    schemas = dict(more.pop("schemas", {}))
    if schema is not None:
        schemas["Item"] = schema
    return {
        "openapi": version,
        "info": {"title": "Items", "version": "1"},
        "paths": {
            "/items": {
                "get": operation("listItems", {"type": "array", "items": reference}),
                "post": operation("createItem", reference, body=reference, status="201"),
            },
            "/items/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": operation("getItem", reference),
            },
        },
        "components": {"schemas": schemas, **more},
    }


def operation(name: str, schema: Any, body: Any = None, status: str = "200") -> dict[str, Any]:
    """Return an operation whose response has a schema.

    :param body: the schema of the request body; ``None`` for no body.
    """
    found: dict[str, Any] = {
        "operationId": name,
        "responses": {status: {"description": "ok", "content": {"application/json": {"schema": schema}}}},
    }
    if body is not None:
        found["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return found


def ref(name: str) -> dict[str, str]:
    """Return a reference to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def hostile_documents() -> tuple[HostileDocument, ...]:
    """Return all documents."""
    from tests.hostile.families import FAMILIES

    return tuple(
        HostileDocument(f"{name}:{case}", build) for name, family in FAMILIES.items() for case, build in family()
    )
