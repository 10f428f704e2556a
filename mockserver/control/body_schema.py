"""JSON Schemas of clients of the admin API: validated in bounded time, without fetching anything.

A schema may refer to its own parts, but not recursively, and to the component schemas of the served documents, with
which the mock validates requests as well.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator, Registry, ValidationError, Validator

from contracts.spec.foreign_references import without_foreign_references
from contracts.spec.model import Contract
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.schema_cache import cached_by_schema
from contracts.spec.schemas import SchemaSpace
from contracts.spec.traversal import Visit, children, pointer_of
from contracts.spec.usable_patterns import without_unusable_patterns
from contracts.spec.validation_errors import errors_of
from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError
from mockserver.control.patterns import compile_pattern

MAX_SIZE = 10_000
"""Maximum number of subschemas of a schema, those that several references reach counted for each of them."""

MAX_ERRORS = 10
"""Maximum number of errors of a value that are reported."""

_DOCUMENT = "casemock:document"
_COMPONENTS = "#/components/schemas/"
_REFUSED = ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$vocabulary")


class SchemaIssue(NamedTuple):
    """Why a value does not match a schema.

    :param keys: path of the value that is wrong.
    :param keyword: JSON pointer of the keyword in the schema.
    :param reason: does not contain the value.
    """

    keys: tuple[str | int, ...]
    keyword: str
    reason: str


class BodySchema:
    """A compiled schema."""

    def __init__(self, validator: Validator) -> None:
        self._validator = validator

    def is_valid(self, value: Any) -> bool:
        """Whether a JSON value matches the schema."""
        try:
            return self._validator.is_valid(value)
        except ValueError:  # nested too deeply
            return False

    def issues(self, value: Any) -> list[SchemaIssue]:
        """Return why a value does not match the schema; empty if it does."""
        if self.is_valid(value):
            return []
        try:
            errors = [_issue(error) for error in islice(errors_of(self._validator, value), MAX_ERRORS)]
        except ValueError:
            errors = []
        return errors or [SchemaIssue((), "", "does not match the schema")]


def _issue(error: ValidationError) -> SchemaIssue:
    return SchemaIssue(tuple(error.instance_path), child_pointer("", *error.schema_path), error.message)


def compile_body_schema(value: Any, contracts: Sequence[Contract], location: str) -> BodySchema:
    """Compile a schema of JSON Schema 2020-12.

    :param contracts: the documents with the component schemas that it may refer to.
    :param location: JSON pointer of the schema in the body of the admin request.
    :raises AdminError: if it is not valid, too large, recursive, or refers to something else.
    """
    if not isinstance(value, dict | bool):
        raise AdminError("must be a JSON Schema: an object or a boolean", location=location)
    schema = copy.deepcopy(value)
    names: dict[str, str] = {}
    if isinstance(schema, dict):
        for here in _subschemas(schema):
            _prepare(schema, here, location + pointer_of(here.trail), names)
        _Size(schema, location).count(schema)
    registry = _registry(_contract_with(names, contracts).schemas) if names else None
    try:
        # The default engine backtracks only for look-around and back references, which own patterns do not have.
        validator = Draft202012Validator(
            schema, registry=registry, validate_formats=True, mask="the value", retriever=_refuse
        )
    except ValidationError as error:
        raise AdminError(f"not a valid JSON Schema: {error.message}", location=location) from None
    except (ValueError, RecursionError) as error:
        raise AdminError(f"not a valid JSON Schema: {error}", location=location) from None
    return BodySchema(validator)


def _refuse(uri: str) -> Any:
    raise ValueError(f"'{uri}' is not part of the schema")


def _subschemas(schema: dict[str, Any]) -> Iterator[Visit]:
    """Yield a schema and its subschemas, without following references."""
    stack = [Visit("schema", schema, (), "")]
    while stack:
        here = stack.pop()
        if here.kind == "schema":
            yield here
            stack.extend(children(here))


def _prepare(root: dict[str, Any], here: Visit, location: str, names: dict[str, str]) -> None:
    """Check the references and patterns of a subschema, and write them as the validator needs them.

    :param names: receives the names of the component schemas that it refers to, with the location of the reference.
    """
    node = here.node
    for keyword in _REFUSED:
        if keyword in node:
            hint = "refer to parts of the schema with '$ref': '#/$defs/…'"
            raise AdminError(f"'{keyword}' is not supported", location=f"{location}/{keyword}", hint=hint)
    if isinstance(node.get("pattern"), str):
        node["pattern"] = compile_pattern(node["pattern"], f"{location}/pattern").compiled
    if isinstance(keys := node.get("patternProperties"), dict):
        below = f"{location}/patternProperties"
        node["patternProperties"] = {
            compile_pattern(key, child_pointer(below, key)).compiled: value for key, value in keys.items()
        }
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return
    pointer = reference_pointer(reference)
    if reference.startswith(_COMPONENTS) and "components" not in root:
        names.setdefault(pointer.split("/")[3].replace("~1", "/").replace("~0", "~"), f"{location}/$ref")
        node["$ref"] = f"{_DOCUMENT}{reference}"
        return
    hint = f"refer to '#/$defs/…' or '{_COMPONENTS}…'"
    if reference != "#" and not reference.startswith("#/"):
        raise AdminError(f"the reference '{reference[:80]}' is not supported", location=f"{location}/$ref", hint=hint)
    try:
        walk(root, pointer)
    except KeyError:
        message = f"the reference '{reference[:80]}' leads nowhere"
        raise AdminError(message, location=f"{location}/$ref", hint=hint) from None


class _Size:
    """Counts the subschemas of a schema."""

    def __init__(self, root: dict[str, Any], location: str) -> None:
        self._root = root
        self._location = location
        self._known: dict[int, int] = {}
        self._open: set[int] = set()

    def count(self, node: dict[str, Any]) -> int:
        """Return the number of subschemas. Raises :class:`AdminError` if there are too many, or infinitely many."""
        if id(node) in self._known:
            return self._known[id(node)]
        if id(node) in self._open:
            hint = "refer to a component schema of the document instead"
            raise AdminError("the schema refers to itself", location=self._location, hint=hint)
        self._open.add(id(node))
        below = [one.node for one in children(Visit("schema", node, (), "")) if one.kind == "schema"]
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            try:
                target = walk(self._root, reference_pointer(reference))
            except KeyError:
                message = f"the reference '{reference[:80]}' leads nowhere"
                raise AdminError(message, location=self._location) from None
            below += [target] if isinstance(target, dict) else []
        total = 1 + sum(map(self.count, below))
        if total > MAX_SIZE:
            message = f"the schema has more than {MAX_SIZE} subschemas"
            raise AdminError(message, location=self._location, hint="use a smaller one")
        self._open.discard(id(node))
        self._known[id(node)] = total
        return total


def _contract_with(names: dict[str, str], contracts: Sequence[Contract]) -> Contract:
    """Return the document with these component schemas. Raises :class:`AdminError` if there is none."""
    known: dict[str, None] = {}
    for contract in contracts:
        own = contract.tree.get("components", {}).get("schemas", {})
        if names.keys() <= own.keys():
            return contract
        known |= dict.fromkeys(own)
    name = next((one for one in names if one not in known), next(iter(names)))
    hint = suggestion(name, known) or "refer to schemas of one of the served documents"
    raise AdminError(f"no component schema '{name}'", location=names[name], hint=hint)


@cached_by_schema
def _registry(schemas: SchemaSpace) -> Registry:
    """Return a document in which references can be resolved, without the patterns that the validator refuses."""
    return Registry([(_DOCUMENT, without_foreign_references(without_unusable_patterns(schemas.tree), with_data=True))])
