"""Validate ``x-`` extensions and read them into typed values; no other module reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator

from contracts.failures import LEFT_OUT, STAGES
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.extension_schemas import EXTENSION_SCHEMAS
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.traversal import Trail, pointer_of
from contracts.spec.validation_errors import errors_of
from contracts.wording import close_matches

PREFIX = "x-mock-"
FAKER = "x-faker"

_CONTAINERS = (dict, list)

_LITERAL = frozenset({"example", "examples", "default", "enum", "const"})
"""Keys whose values are data, not OpenAPI objects."""

_NAMING = frozenset(
    {"properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "variables", "mapping", "headers",
     "responses", "parameters", "requestBodies", "securitySchemes", "links", "callbacks", "pathItems", "scopes",
     "encoding"}
)  # fmt: skip
"""Keys whose values are mappings with names chosen by the author."""


@dataclass(frozen=True)
class SampleCredential:
    """A documented test credential of a security scheme (``x-mock-credentials``).

    :param value: the token, key or ``user:password``, without the name of the scheme.
    :param scopes: granted scopes; ``None`` for all.
    :param accepted: whether it is accepted; ``False`` for an example of a rejected credential.
    :param note: one phrase for the index page.
    :param claims: facts about the caller for vendor-specific behaviour, in addition to the claims of the scheme.
    """

    value: str
    scopes: tuple[str, ...] | None = None
    accepted: bool = True
    note: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Credentials:
    """The valid credentials of a security scheme (``x-mock-credentials``).

    :param pattern: regular expression of well-formed credentials, or ``""``.
    :param only_samples: accept only the samples instead of all well-formed credentials.
    :param claims: facts about every caller for vendor-specific behaviour, e.g. ``{"actor": "client"}``.
    """

    pattern: str = ""
    samples: tuple[SampleCredential, ...] = ()
    only_samples: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict, hash=False)


class ErrorRule(NamedTuple):
    """The response for one kind of failure (one value of ``x-mock-errors``).

    :param status: documented status code, e.g. 404; 0 to infer it.
    :param example: name of the documented example; ``""`` for the first.
    :param body: the body, if no documented response contains it; ``None`` to use the example.
    :param fill: fill the message fields of the example with details of the failure; otherwise send it unchanged.
    """

    status: int = 0
    example: str = ""
    body: Any = None
    fill: bool = False


@dataclass(frozen=True)
class ApiEntry:
    """One entry of ``x-mock-apis``."""

    name: str
    prefix: str = ""
    title: str = ""
    description: str = ""
    servers: tuple[str, ...] = ()
    errors: Mapping[str, ErrorRule] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    vendor: str = ""


class ResourceHint(NamedTuple):
    """Corrections of the inferred collection of an operation (``x-mock-resource``); empty values keep what is inferred.

    :param id_path: keys to the id in an item.
    :param list_path: keys to the array in a list response.
    :param item: reference to the schema of stored items, if responses contain only a part of an item.
    :param envelope: keys to the item in the response, and in the request body if it has them too; ``()`` if the body is
        the item, ``None`` to infer it.
    :param role: role of the operation (see :class:`contracts.spec.model.Resource`), or ``none`` for no state.
    """

    collection: str = ""
    id_path: tuple[str, ...] = ()
    list_path: tuple[str, ...] = ()
    item: str = ""
    role: str = ""
    envelope: tuple[str, ...] | None = None


def check_extensions(document: Document, tree: Mapping[str, Any]) -> list[Finding]:
    """Find unknown ``x-mock-`` keys and extensions with invalid values."""
    if not document.may_contain(PREFIX, FAKER):
        return []
    return [
        finding for pointer, key, value in find_extensions(tree) for finding in _check(document, pointer, key, value)
    ]


def find_extensions(tree: Any) -> Iterator[tuple[str, str, Any]]:
    """Pointer, key and value of each of casemock's extensions in a document, or in a part of one."""
    stack: list[tuple[Any, Trail, bool]] = [(tree, (), False)]
    while stack:
        node, trail, has_names = stack.pop()  # has_names: whether the keys are names chosen by the author
        below: list[tuple[Any, Trail, bool]] = []
        if isinstance(node, dict):
            for key, value in node.items():
                if not has_names and key.startswith("x-") and (key == FAKER or key.startswith(PREFIX)):
                    yield pointer_of((trail, key)), key, value
                elif isinstance(value, _CONTAINERS) and (has_names or key not in _LITERAL):
                    below.append((value, (trail, key), not has_names and key in _NAMING))
        else:
            items = ((value, (trail, index), False) for index, value in enumerate(node))
            below += [item for item in items if isinstance(item[0], _CONTAINERS)]
        stack.extend(reversed(below))


def _check(document: Document, pointer: str, key: str, value: Any) -> Iterator[Finding]:
    if key not in EXTENSION_SCHEMAS:
        close = close_matches(key, EXTENSION_SCHEMAS, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(sorted(EXTENSION_SCHEMAS))}"
        yield Finding("extension", Severity.ERROR, document.locate(pointer), f"unknown extension {key!r}", hint)
        return
    for error in errors_of(_validator(key), value):
        location = document.locate(child_pointer(pointer, *error.instance_path))
        yield Finding("extension", Severity.ERROR, location, f"{key}: {error.message}", "see docs/extensions.md")
    for below, message in _CHECKS.get(key, lambda _: ())(value):
        location = document.locate(child_pointer(pointer, *below))
        yield Finding("extension", Severity.ERROR, location, f"{key}: {message}", "see docs/extensions.md")


ExtensionErrors = Iterator[tuple[tuple[str | int, ...], str]]
"""Path in the value of an extension and message, of errors that a JSON Schema cannot express."""


def _credential_errors(value: Any) -> ExtensionErrors:
    pattern = value.get("pattern") if isinstance(value, Mapping) else None
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except re.error as error:
            yield ("pattern",), f"{pattern!r} is not a valid Python regular expression: {error}"


def _api_errors(value: Any) -> ExtensionErrors:
    entries = [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    for field_name, default in (("name", None), ("prefix", "")):
        seen: list[object] = []
        for index, entry in enumerate(entries):
            value_of_entry = entry.get(field_name, default)
            if value_of_entry in seen:
                yield (index, field_name), f"duplicate {field_name} {value_of_entry!r}"
            seen.append(value_of_entry)


_CHECKS: dict[str, Callable[[Any], Iterable[tuple[tuple[str | int, ...], str]]]] = {
    "x-mock-apis": _api_errors,
    "x-mock-credentials": _credential_errors,
}


@cache
def _validator(key: str) -> Draft202012Validator:
    return Draft202012Validator(EXTENSION_SCHEMAS[key])


def read_apis(tree: Mapping[str, Any]) -> tuple[ApiEntry, ...]:
    """The entries of ``x-mock-apis``; empty for a document with a single API.

    ``x-mock-errors`` and ``x-mock-order`` of the document are the defaults of all entries.
    """
    return tuple(
        ApiEntry(
            name=entry["name"],
            prefix=entry.get("prefix", ""),
            title=entry.get("title", entry["name"]),
            description=entry.get("description", ""),
            servers=tuple(entry.get("servers", ())),
            errors={**read_errors(tree), **read_errors(entry)},
            order=read_order(entry) or read_order(tree),
            vendor=entry.get("vendor", ""),
        )
        for entry in tree.get("x-mock-apis", ())
    )


def read_errors(node: Mapping[str, Any]) -> dict[str, ErrorRule]:
    """``x-mock-errors`` of the document, an API or an operation, by failure kind."""
    return {
        kind: ErrorRule(rule.get("status", 0), rule.get("example", ""), rule.get("body"), rule.get("fill", False))
        for kind, rule in node.get("x-mock-errors", {}).items()
    }


def read_order(node: Mapping[str, Any]) -> tuple[str, ...]:
    """``x-mock-order``, completed with the other checks in their default order; empty if the key is missing.

    ``presence`` is inserted before ``parameters`` unless it is listed: most APIs do not distinguish them. A name with a
    leading dash (``-accept``) skips that check.
    """
    listed: list[str] = node.get("x-mock-order", [])
    if not listed:
        return ()
    given = [stage for stage in listed if not stage.startswith(LEFT_OUT)]
    if "presence" not in given and "parameters" in given:
        index = given.index("parameters")
        given = [*given[:index], "presence", *given[index:]]
    order = (*given, *(stage for stage in STAGES if stage not in given))
    return tuple(stage for stage in order if f"{LEFT_OUT}{stage}" not in listed)


def read_credentials(scheme: Mapping[str, Any]) -> Credentials:
    """``x-mock-credentials`` of a security scheme."""
    extension = scheme.get("x-mock-credentials", {})
    claims = extension.get("claims", {})
    samples = tuple(
        SampleCredential(
            value=sample["value"],
            scopes=None if sample.get("scopes") is None else tuple(sample["scopes"]),
            accepted=sample.get("accepted", True),
            note=sample.get("note", ""),
            claims={**claims, **sample.get("claims", {})},
        )
        for sample in extension.get("samples", ())
    )
    return Credentials(extension.get("pattern", ""), samples, extension.get("only_samples", False), claims)


def read_resource(operation: Mapping[str, Any], path_item: Mapping[str, Any]) -> ResourceHint:
    """``x-mock-resource`` of the operation, or of its path item."""
    hint = operation.get("x-mock-resource", path_item.get("x-mock-resource", {}))
    return ResourceHint(
        hint.get("collection", ""),
        _keys(hint.get("id", "")),
        _keys(hint.get("list", "")),
        hint.get("item", ""),
        hint.get("role", ""),
        _keys(hint["envelope"]) if "envelope" in hint else None,
    )


def _keys(name: str) -> tuple[str, ...]:
    """Return the keys that a property name or a JSON pointer stands for."""
    if name.startswith("/"):
        return tuple(split_pointer(name))
    return (name,) if name else ()


def read_canonical(parameter: Mapping[str, Any]) -> str:
    """``x-mock-canonical`` of a parameter: ``uuid``, or ``""`` if values are compared as sent."""
    return str(parameter.get("x-mock-canonical", ""))


def is_strict_only(parameter: Mapping[str, Any]) -> bool:
    """Whether the mock requires a parameter only with ``--strict`` (``x-mock-required: strict``)."""
    return "x-mock-required" in parameter
