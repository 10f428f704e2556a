"""Check the names in ``x-faker``, without compiling the schemas that contain them."""

from __future__ import annotations

import json
from typing import Any

from contracts.findings import Finding, Severity
from contracts.generation.faker_arguments import TEMPLATES, read_arguments, takes_arguments
from contracts.generation.faker_providers import provider_named, similar_names
from contracts.generation.requested import Request
from contracts.spec.document import Document
from contracts.spec.extensions import FAKER, find_extensions

RULE = "unknown-faker-provider"

Words = tuple[str, str]
"""Message and hint."""


def requested_name(requested: Any) -> str:
    """The name in a value of ``x-faker``: a string, or as in Prism an object with arguments, ``{name: arguments}``."""
    name = next(iter(requested), "") if isinstance(requested, dict) else requested
    return name if isinstance(name, str) else ""


def provider_issue(requested: Any) -> Words | None:
    """What is wrong with a value of ``x-faker``; ``None`` if it is used as written."""
    name = requested_name(requested)
    if isinstance(requested, dict) and len(requested) == 1 and read_arguments(name, requested[name]) is not None:
        return None
    if takes_arguments(name) and not provider_named(name):
        return f"{name} in x-faker needs other arguments; x-faker is ignored", _hint_of(name)
    if not provider_named(name):
        similar = similar_names(name)
        hint = (
            f"did you mean {' or '.join(similar)}?" if similar else "use the name of a faker provider, e.g. user_agent"
        )
        return f"unknown faker provider in x-faker: {json.dumps(requested)}; x-faker is ignored", hint
    if isinstance(requested, dict) and requested[name] not in ({}, [], None, ""):
        hint = f"write 'x-faker: {name}', and the limits as keywords of the schema, e.g. 'minimum'"
        return f"the arguments of {name} in x-faker are ignored", hint
    return None


def _hint_of(name: str) -> str:
    example = {"helpers.arrayElement": [["a", "b"]]} if name not in TEMPLATES else {name: "{{name.lastName}} Ltd"}
    return f"write e.g. 'x-faker: {json.dumps(example)}'"


def request_of(requested: Any) -> Request | None:
    """Return what a value of ``x-faker`` asks for; ``None`` if it cannot be used."""
    name = requested_name(requested)
    if isinstance(requested, dict) and len(requested) == 1:
        found = read_arguments(name, requested[name])
        if found is not None:
            return found
    provider = provider_named(name)
    return Request(provider) if provider else None


def faker_findings(document: Document, tree: dict[str, Any]) -> list[Finding]:
    """Warnings about all values of ``x-faker`` that are not used as written.

    :param tree: the document or its upgraded form.
    """
    if not document.may_contain(FAKER):
        return []
    found = [(pointer, provider_issue(value)) for pointer, key, value in find_extensions(tree) if key == FAKER]
    return [
        Finding(RULE, Severity.WARNING, document.locate(pointer), *issue)
        for pointer, issue in found
        if issue is not None
    ]
