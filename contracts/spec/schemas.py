"""Schemas of a contract: lookup by JSON pointer, resolved references, compiled validators."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

from jsonschema_rs import Draft202012Validator, ReferencingError, ValidationError, Validator

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.discriminators import Listed, discriminator_property, extending_components, parts
from contracts.spec.document import Document
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.overlapping import lenient_tree
from contracts.spec.pointers import below, child_pointer, reference_pointer, walk
from contracts.spec.processor_time import TooCostlyError
from contracts.spec.read_write_only import FLAGS, has_flag
from contracts.spec.schema_marks import SchemaMarks
from contracts.spec.usable_patterns import written_pattern
from contracts.spec.validator_sources import ValidatorSources
from contracts.spec.validator_tree import ValidatorTree

NAMED = "/components/schemas/"

DERIVED_SCHEMAS = "x-derived-schemas"
"""Key of the schemas that are derived from examples or ``itemSchema``, by their pointers; not part of the document."""


_WITH_PROPERTIES = frozenset({"$ref", "allOf", "oneOf", "anyOf", "properties"})

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def _is_base64(text: str) -> bool:
    """Whether a string is base64 (RFC 4648, section 4); line breaks are allowed (RFC 2045, section 6.8)."""
    return _BASE64.fullmatch(text.replace("\r", "").replace("\n", "")) is not None


REQUEST_FORMATS = {"byte": _is_base64, "base64": _is_base64}
"""Formats that only requests are checked for: many documents have examples that are not base64."""

SchemaNode = dict[str, Any] | bool


STATE = 3
"""Number of attributes of a schema that are not derived."""


@dataclass(frozen=True, eq=False)
class Schema:
    """A schema of a contract.

    There is one object per pointer, so schemas can be compared by identity and used as dictionary keys.

    :param pointer: JSON pointer of the schema in the contract's tree.
    :param node: the schema itself, JSON Schema 2020-12; a mapping or a boolean.
    :param space: the schemas of the contract, which resolves references and compiles validators.
    """

    pointer: str
    node: SchemaNode
    space: SchemaSpace = field(repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Return the schema without what was derived from it."""
        return {"pointer": self.pointer, "node": self.node, "space": self.space}

    @cached_property
    def validator(self) -> Validator:
        """Validator for values in responses; formats are asserted. Compiled on first use."""
        target = self.final_target
        return self.space.compile(self) if target is self else target.validator

    @cached_property
    def request_validator(self) -> Validator:
        """Validator for values in requests: write-only properties may be required, read-only properties are not."""
        target = self.final_target
        return self.space.compile(self, "request") if target is self else target.request_validator

    def is_valid(self, value: Any) -> bool:
        """Whether a JSON value (``None, bool, int, float, str, list, dict``) satisfies the schema in a response."""
        return self.validator.is_valid(value)

    def message(self, error: ValidationError) -> str:
        """The message of an error of a validator of the schema, with patterns as they are in the document."""
        pattern = self.space.written_pattern(error)
        if pattern is None:
            return error.message
        return f'{json.dumps(error.instance, ensure_ascii=False)} does not match "{pattern}"'

    def issues(self, errors: Iterable[ValidationError]) -> list[ValidationIssue]:
        """The errors of a validator of the schema, with patterns as they are in the document, each once."""
        found: dict[object, ValidationIssue] = {}
        for number, error in enumerate(errors):
            issue = ValidationIssue(error, self.space.written_pattern)
            found.setdefault((issue.path, issue.written_pattern) if issue.written_pattern else number, issue)
        return list(found.values())

    def child(self, *tokens: str | int) -> Schema:
        """The subschema at ``tokens``, e.g. ``schema.child("properties", "id")``."""
        return self.space.child(self, tokens)

    def resolve(self) -> Schema:
        """Follow ``$ref`` to the first schema that is not only a reference.

        A ``$ref`` with sibling keywords is not followed: the siblings apply too (JSON Schema 2020-12, 8.2.3.1).
        """
        return self.space.resolve(self)

    @property
    def final_target(self) -> Schema:
        """The schema that a reference leads to; itself if it is none, or if the reference cannot be resolved."""
        try:
            return self.resolve()
        except (DocumentError, KeyError):
            return self

    @cached_property
    def properties(self) -> dict[str, Schema]:
        """Properties by name, including those of references and ``allOf``, in document order."""
        target = self.final_target
        return self.space.properties(self) if target is self else target.properties

    @cached_property
    def possible_properties(self) -> dict[str, Schema]:
        """Properties by name, also those of ``oneOf`` and ``anyOf``; the first definition of a name wins."""
        if isinstance(self.node, dict) and _WITH_PROPERTIES.isdisjoint(self.node):  # most schemas
            return {}
        target = self.final_target
        if target is not self:
            return target.possible_properties
        return self.space.properties(self, ("allOf", "oneOf", "anyOf"))

    @cached_property
    def discriminators(self) -> tuple[str, ...]:
        """The names of the properties by which a discriminator of the schema, its reference or ``allOf`` selects."""
        names = (discriminator_property(part) for part in parts(self.space.tree, self.node))
        return tuple(dict.fromkeys(filter(None, names)))

    @cached_property
    def items(self) -> Schema | None:
        """The schema of the items of an array, through references; ``None`` if the schema has no ``items``."""
        node = self.resolve().node
        if isinstance(node, dict) and isinstance(node.get("items"), dict):
            return self.resolve().child("items")
        return None

    @property
    def lenient(self) -> Schema:
        """The schema for values of a mock: ``oneOf`` whose alternatives cannot be told apart are ``anyOf``."""
        try:
            return self.space.lenient.at(self.pointer) if self.space.lenient is not self.space else self
        except KeyError:  # below such a keyword
            return self

    @cached_property
    def name(self) -> str:
        """The name under ``components/schemas``; ``""`` for an inline schema."""
        return self.space.name_of(self)


class SchemaSpace:
    """All schemas of one contract.

    :param tree: the document upgraded to OpenAPI 3.1, with internal references only.
    :param document: provides the locations of findings.
    :param marks: of the document, for a faster start.
    """

    def __init__(self, tree: dict[str, Any], document: Document, marks: SchemaMarks | None = None) -> None:
        self.tree = tree
        self.document = document
        self.marks = marks
        self._schemas: dict[str, Schema] = {}
        self._sources = {
            direction: ValidatorSources(tree, direction, lambda: self.extending_components) for direction in FLAGS
        }
        self._flagged: dict[str, bool] = {}
        self._shared: dict[tuple[str, str], Validator] = {}
        self.listed: Listed = {}
        """A cache for :func:`contracts.spec.discriminators.select`."""
        self.results: dict[Any, Any] = {}
        """A cache for :func:`contracts.spec.schema_cache.cached_by_schema`."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make the space again, without validators and what was derived from schemas."""
        return SchemaSpace, (self.tree, self.document, self.marks), {"_schemas": self._schemas}

    def has_flag(self, direction: str) -> bool:
        """Whether the keyword of properties that are not required in a direction occurs anywhere in the tree."""
        if direction not in self._flagged:
            parts = [self.tree] if self.marks is None else [self.tree.get(DERIVED_SCHEMAS)]
            is_marked = self.marks is not None and FLAGS[direction] in self.marks.flags
            self._flagged[direction] = is_marked or any(has_flag(part, direction) for part in parts)
        return self._flagged[direction]

    @cached_property
    def is_rewritten(self) -> bool:
        """Whether validators judge by discriminators, or accept null, where JSON Schema alone would not."""
        return ValidatorTree(self.tree).tree is not self.tree

    @cached_property
    def extending_components(self) -> dict[str, list[str]]:
        """The components that extend a schema with ``allOf``, by its pointer; all are pointers."""
        return extending_components(self.tree)

    @cached_property
    def lenient(self) -> SchemaSpace:
        """The schemas in which ``oneOf`` whose alternatives cannot be told apart are ``anyOf``; itself if it has none.

        The pointers are the same, except below these keywords.
        """
        parts = [""] if self.marks is None else [f"/{DERIVED_SCHEMAS}", *self.marks.alternatives]
        tree = lenient_tree(self.tree, parts)
        return self if tree is self.tree else SchemaSpace(tree, self.document, self.marks)

    def at(self, pointer: str) -> Schema:
        """The schema at a JSON pointer; always the same object. Raises ``KeyError`` if it does not exist."""
        schema = self._schemas.get(pointer)
        if schema is None:
            schema = self._schemas[pointer] = Schema(pointer, walk(self.tree, pointer), self)
        return schema

    def forget(self) -> None:
        """Release what was derived from schemas, and the schemas that nothing else uses: they are made again."""
        for schema in self._schemas.values():
            attributes = vars(schema)
            if len(attributes) > STATE:
                state = schema.__getstate__()
                attributes.clear()
                attributes.update(state)
        used = WeakValueDictionary(self._schemas)
        self._schemas.clear()
        self._schemas.update(used)

    def child(self, schema: Schema, tokens: Sequence[str | int]) -> Schema:
        """See :meth:`Schema.child`."""
        pointer = child_pointer(schema.pointer, *tokens)
        found = self._schemas.get(pointer)
        if found is None:
            found = self._schemas[pointer] = Schema(pointer, below(schema.node, tokens, pointer), self)
        return found

    def resolve(self, schema: Schema) -> Schema:
        """See :meth:`Schema.resolve`. Raises :class:`DocumentError` for a circular reference."""
        seen = {schema.pointer}
        while isinstance(schema.node, dict) and schema.node.keys() == {"$ref"}:
            schema = self.target(schema)
            if schema.pointer in seen:
                message = "circular reference: it only leads back to itself"
                raise DocumentError([self._finding(schema, message, "replace one '$ref' of the cycle with a schema")])
            seen.add(schema.pointer)
        return schema

    def target(self, schema: Schema) -> Schema:
        """The direct target of the schema's ``$ref``. Raises :class:`KeyError` if it has none."""
        node = schema.node
        return self.at(reference_pointer(node["$ref"])) if isinstance(node, dict) else schema

    def properties(self, schema: Schema, through: tuple[str, ...] = ("allOf",)) -> dict[str, Schema]:
        """Properties of a schema by name.

        :param through: keywords whose subschemas are included, besides ``$ref``.
        """
        return self._collect(schema, through)

    def _collect(self, start: Schema, through: tuple[str, ...]) -> dict[str, Schema]:
        """Merge the properties of the subschemas, the first of a name wins; the schema's own override them."""
        found: dict[str, Schema] = {}
        seen = {start.pointer}
        frames: list[tuple[Schema, Iterator[Schema], dict[str, Schema]]] = [(start, self._parts(start, through), found)]
        while frames:
            schema, rest, own = frames[-1]
            part = next(rest, None)
            if part is None:
                frames.pop()
                if isinstance(schema.node, dict):
                    own |= {name: schema.child("properties", name) for name in schema.node.get("properties", ())}
                for name, below in own.items() if frames else ():
                    frames[-1][2].setdefault(name, below)
            elif part.pointer not in seen:
                seen.add(part.pointer)
                frames.append((part, self._parts(part, through), {}))
        return found

    def _parts(self, schema: Schema, through: tuple[str, ...]) -> Iterator[Schema]:
        node = schema.node
        if not isinstance(node, dict):
            return
        if "$ref" in node:
            yield self.target(schema)
        for keyword in through:
            yield from (schema.child(keyword, index) for index in range(len(node.get(keyword, ()))))

    def name_of(self, schema: Schema) -> str:
        """See :attr:`Schema.name`."""
        name = schema.pointer.removeprefix(NAMED)
        return name if name != schema.pointer and "/" not in name else ""

    def written_pattern(self, error: ValidationError) -> str | None:
        """The pattern of the document, if an error is about a translated one; ``None`` for any other error."""
        trees = (tree for source in self._sources.values() for tree in source.translated)
        found = (written_pattern(error, tree) for tree in trees)
        return next((pattern for pattern in found if pattern is not None), None)

    def compile(self, schema: Schema, direction: str = "response") -> Validator:
        """Compile a validator.

        :param direction: ``request`` or ``response``.
        :raises DocumentError: for an invalid schema.
        """
        try:
            return self._compile(schema, direction)
        except TooCostlyError:
            raise
        except Exception as error:
            if (validator := self._compile_usable(schema, direction)) is not None:
                return validator
            raise DocumentError([self._finding(schema, f"invalid schema: {error}", "")]) from error

    def _compile(self, schema: Schema, direction: str) -> Validator:
        key = (direction, scalar_content(schema))
        if key[1] and key in self._shared:
            return self._shared[key]
        root = self._sources[direction].root(schema.pointer, schema.node)
        validator = Draft202012Validator(
            root.schema,
            registry=root.registry,
            validate_formats=True,
            formats=REQUEST_FORMATS if direction == "request" else None,
        )
        if key[1]:
            self._shared[key] = validator
        return validator

    def _compile_usable(self, schema: Schema, direction: str) -> Validator | None:
        """Compile a validator without what prevents it; ``None`` if nothing of this is the error."""
        if not self._sources[direction].clean():
            return None
        try:
            return self._compile(schema, direction)
        except (ValueError, ReferencingError):  # the first error is reported
            return None

    def _finding(self, schema: Schema, message: str, hint: str) -> Finding:
        return Finding("schema", Severity.ERROR, self.document.locate(schema.pointer), message, hint)


def scalar_content(schema: Schema) -> str:
    """Return the text of a simple inline schema, which may share its validator with equal ones; ``""`` for others."""
    node = schema.node
    if not isinstance(node, dict) or not node.keys() <= _SCALAR or schema.name:
        return ""
    return repr(node)


_SCALAR = frozenset(
    {
        *("type", "format", "title", "description", "default", "deprecated", "minLength", "maxLength"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    }
)
"""Keywords of simple schemas: they have no schemas below them, and no pattern, which validators may translate."""
