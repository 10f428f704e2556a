"""Dialects of JSON Schema: which schemas are written in one that is not supported, and whether they are valid in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from jsonschema_rs import Draft4Validator, Draft6Validator, Draft7Validator, Draft201909Validator, Validator

from contracts.spec.document import Document
from contracts.spec.document_errors import DocumentIssue, faults
from contracts.spec.metaschema import DRAFT_2020_12
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import pointer_of
from contracts.spec.validation_errors import errors_of

OPENAPI_DIALECTS = "https://spec.openapis.org/oas/3."
"""Prefix of OpenAPI's own dialects, which only add annotations to JSON Schema 2020-12."""

DRAFTS = {
    "http://json-schema.org/draft-04/schema": Draft4Validator,
    "http://json-schema.org/draft-06/schema": Draft6Validator,
    "http://json-schema.org/draft-07/schema": Draft7Validator,
    "https://json-schema.org/draft/2019-09/schema": Draft201909Validator,
}
"""Validators of earlier drafts, by the URI of the dialect without an empty fragment."""


class OtherDialects:
    """The schemas of a document that are written in an unsupported dialect.

    :ivar schemas: pointer, schema and dialect of each; schemas inside of them are not listed.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.schemas = {} if document.form == "3.0" else dict(_schemas(document))

    def contains(self, pointer: str) -> bool:
        """Return whether a pointer leads into one of the schemas, whose keywords have the meaning of its dialect."""
        if not self.schemas:
            return False
        return any(pointer[:end] in self.schemas for end in _ends(pointer))

    def errors(self) -> Iterator[DocumentIssue]:
        """Yield what is wrong with these schemas in their own dialects, as far as these are known drafts."""
        for pointer, (schema, dialect) in self.schemas.items():
            check = _validator(dialect.removesuffix("#"))
            if check is not None and not check.is_valid(schema):
                for fault in faults(list(errors_of(check, schema)), self.document.version[:3]):
                    yield DocumentIssue(pointer + fault.pointer, fault.message, fault.hint)

    def unsupported(self) -> Iterator[DocumentIssue]:
        """Yield an error for each key that names an unsupported dialect."""
        if self.document.form == "3.0":
            return
        named: Iterable[tuple[str, str, dict[str, Any]]] = [
            ("", "jsonSchemaDialect", self.document.tree),
            *((pointer_of(one.trail), "$schema", one.node) for one in self.document.visits if "$schema" in one.node),
        ]
        for pointer, key, node in named:
            dialect = node.get(key)
            if isinstance(dialect, str) and not _is_supported(dialect):
                yield DocumentIssue(
                    child_pointer(pointer, key),
                    f"schema dialect {dialect!r} is not supported",
                    f"remove it, and write schemas for {DRAFT_2020_12}",
                )


def _schemas(document: Document) -> Iterator[tuple[str, tuple[dict[str, Any], str]]]:
    usual = document.tree.get("jsonSchemaDialect")
    for here in document.visits:
        if here.kind == "schema":
            dialect = here.node.get("$schema", usual if here.parent != "schema" else None)
            if isinstance(dialect, str) and not _is_supported(dialect):
                yield pointer_of(here.trail), (here.node, dialect)


def _ends(pointer: str) -> Iterator[int]:
    """The lengths of a pointer and of its prefixes that are pointers."""
    end = len(pointer)
    while end > 0:
        yield end
        end = pointer.rfind("/", 0, end)


def _is_supported(dialect: str) -> bool:
    if dialect.removesuffix("#") == DRAFT_2020_12:
        return True
    return dialect.startswith(OPENAPI_DIALECTS) and "/dialect/" in dialect


@cache
def _validator(dialect: str) -> Validator | None:
    """The validator of the meta-schema of a draft."""
    draft = DRAFTS.get(dialect)
    return draft({"$ref": dialect}, validate_formats=True) if draft is not None else None
