"""The only reader of ``x-`` extensions: each into a typed value, an unknown ``x-mock-`` key into a finding."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.failures import LEFT_OUT, STAGES
from contracts.findings import Finding, Severity
from contracts.spec.document import Document
from contracts.spec.extension_schemas import SHAPES
from contracts.spec.pointers import child_pointer

PREFIX = "x-mock-"

_LITERAL = frozenset({"example", "examples", "default", "enum", "const"})
"""Keys whose values are data, not part of the document's structure."""

_NAMING = frozenset(
    {"properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "variables", "mapping", "headers",
     "responses", "parameters", "requestBodies", "securitySchemes", "links", "callbacks", "pathItems", "scopes",
     "encoding"}
)  # fmt: skip
"""Keys whose values are mappings with names that the author chose."""


@dataclass(frozen=True)
class SampleCredential:
    """A documented test credential of a security scheme (``x-mock-credentials``).

    :param value: the token, key, or ``user:password`` as a client sends it, its scheme word aside.
    :param scopes: what it grants; ``None``: everything.
    :param accepted: whether it is let in; ``False`` for one that shows the refusal.
    :param note: one phrase for the index.
    :param claims: what a vendor's rules know of the caller beside the claims of the scheme.
    """

    value: str
    scopes: tuple[str, ...] | None = None
    accepted: bool = True
    note: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Credentials:
    """What is known of a security scheme's credentials (``x-mock-credentials``).

    :param pattern: the vendor's form, a regular expression, or ``""``.
    :param only_samples: no others are accepted; without it every credential of the right form is.
    :param claims: what a vendor's rules know of every caller, such as ``{"actor": "client"}``.
    """

    pattern: str = ""
    samples: tuple[SampleCredential, ...] = ()
    only_samples: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class ErrorRule:
    """Which documented response answers a failure (one value of ``x-mock-errors``).

    :param status: the documented status, e.g. 404; 0: as inferred.
    :param example: name of the documented example; ``""``: the first.
    :param body: the body itself where no documented response holds it; ``None``: take the example.
    :param fill: whether the example's telling fields are filled from what happened; else it is the body word for word.
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


@dataclass(frozen=True)
class ResourceHint:
    """``x-mock-resource``: what the inference of collections got wrong for an operation; ``""``: leave as inferred.

    :param item: reference to the schema of an item as it is kept, where an answer shows a part of it.
    """

    collection: str = ""
    id_field: str = ""
    list_field: str = ""
    item: str = ""


def check_extensions(document: Document, tree: Mapping[str, Any]) -> list[Finding]:
    """Every unknown ``x-mock-`` key and every known extension with a value of the wrong shape."""
    return [
        finding for pointer, key, value in _extensions(tree, "") for finding in _check(document, pointer, key, value)
    ]


def _extensions(node: Any, pointer: str, names: bool = False) -> Iterator[tuple[str, str, Any]]:
    """Pointer, key and value of every extension of ours below ``node``; ``names``: its keys are the author's names."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            below = child_pointer(pointer, key)
            if names:
                yield from _extensions(value, below)
            elif key == "x-faker" or key.startswith(PREFIX):
                yield below, key, value
            elif key not in _LITERAL:
                yield from _extensions(value, below, key in _NAMING)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _extensions(value, child_pointer(pointer, index))


def _check(document: Document, pointer: str, key: str, value: Any) -> Iterator[Finding]:
    if key not in SHAPES:
        near = difflib.get_close_matches(key, SHAPES, 1)
        hint = f"did you mean {near[0]}?" if near else f"the known ones are {', '.join(sorted(SHAPES))}"
        yield Finding("extension", Severity.ERROR, document.locate(pointer), f"unknown extension {key}", hint)
        return
    for error in _validator(key).iter_errors(value):
        place = document.locate(child_pointer(pointer, *error.instance_path))
        yield Finding("extension", Severity.ERROR, place, f"{key}: {error.message}", "see docs/extensions.md")
    for below, message in _CHECKS.get(key, lambda _: ())(value):
        place = document.locate(child_pointer(pointer, *below))
        yield Finding("extension", Severity.ERROR, place, f"{key}: {message}", "see docs/extensions.md")


Faults = Iterator[tuple[tuple[str | int, ...], str]]
"""Where in an extension's value something is wrong, and what: what a JSON Schema cannot say."""


def _credential_faults(value: Any) -> Faults:
    pattern = value.get("pattern") if isinstance(value, Mapping) else None
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except re.error as error:
            yield ("pattern",), f"{pattern!r} is no regular expression of Python: {error}"


def _api_faults(value: Any) -> Faults:
    entries = [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    for field_name, default in (("name", None), ("prefix", "")):
        seen: list[object] = []
        for index, entry in enumerate(entries):
            given = entry.get(field_name, default)
            if given in seen:
                yield (index, field_name), f"two entries have the {field_name} {given!r}"
            seen.append(given)


_CHECKS: dict[str, Callable[[Any], Iterable[tuple[tuple[str | int, ...], str]]]] = {
    "x-mock-apis": _api_faults,
    "x-mock-credentials": _credential_faults,
}


@cache
def _validator(key: str) -> Draft202012Validator:
    return Draft202012Validator(SHAPES[key])


def read_apis(tree: Mapping[str, Any]) -> tuple[ApiEntry, ...]:
    """The entries of ``x-mock-apis``; none where the document holds a single API.

    What the document says of errors and order counts for each that does not say otherwise.
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
    """``x-mock-errors`` of an API entry, the document or an operation, by failure kind."""
    return {
        kind: ErrorRule(rule.get("status", 0), rule.get("example", ""), rule.get("body"), rule.get("fill", False))
        for kind, rule in node.get("x-mock-errors", {}).items()
    }


def read_order(node: Mapping[str, Any]) -> tuple[str, ...]:
    """``x-mock-order`` made complete: stages it does not name follow in their default order; empty without the key.

    ``presence`` stands right before ``parameters`` unless it is named: most APIs do not tell the two apart. A name with
    a dash before it (``-accept``) leaves that stage out.
    """
    listed: list[str] = node.get("x-mock-order", [])
    if not listed:
        return ()
    given = [stage for stage in listed if not stage.startswith(LEFT_OUT)]
    if "presence" not in given and "parameters" in given:
        place = given.index("parameters")
        given = [*given[:place], "presence", *given[place:]]
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
    """``x-mock-resource`` of the operation, else of its path item."""
    hint = operation.get("x-mock-resource", path_item.get("x-mock-resource", {}))
    return ResourceHint(hint.get("collection", ""), hint.get("id", ""), hint.get("list", ""), hint.get("item", ""))


def read_canonical(parameter: Mapping[str, Any]) -> str:
    """``x-mock-canonical`` of a parameter: ``uuid``, or ``""``: its values count as they are sent."""
    return str(parameter.get("x-mock-canonical", ""))


def is_strict_only(parameter: Mapping[str, Any]) -> bool:
    """Whether the mock asks for a parameter only where it is strict (``x-mock-required: strict``)."""
    return "x-mock-required" in parameter
