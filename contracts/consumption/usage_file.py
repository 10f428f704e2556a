"""The file that says what a consumer used: JSON to commit, sorted, the same for the same traffic."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.consumption.facts import facts_of
from contracts.consumption.usage_form import FORM, SCHEMA
from contracts.consumption.used import Answer, Body, Fields, Usage, Used, Way
from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.spec.document import child_pointer, split_pointer
from contracts.spec.source import read_source

WIDTH = 100
"""Characters of an object that is written on one line."""


def text_of(usage: Usage) -> str:
    """The file's text."""
    value = {
        "usage": FORM,
        "consumer": usage.consumer,
        "document": {"title": usage.title, "version": usage.version},
        "operations": {name: _used(used) for name, used in sorted(usage.operations.items())},
    }
    text = _laid_out(value, "") + "\n"
    # Half of a character (a lone surrogate) has no form in UTF-8.
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _laid_out(value: Any, margin: str) -> str:
    """JSON with what is short on one line, so that a change of the file shows what changed."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or len(flat) <= WIDTH:
        return flat
    inner = margin + " "
    members = (f"{inner}{json.dumps(name, ensure_ascii=False)}: {_laid_out(one, inner)}" for name, one in value.items())
    return "{\n" + ",\n".join(members) + f"\n{margin}}}"


def _used(used: Used) -> dict[str, Any]:
    return {
        "calls": used.calls,
        "refused": used.refused,
        "parameters": {key: _fields(fields) for key, fields in sorted(used.parameters.items())},
        "bodies": {
            name: {"count": body.count, "fields": _fields(body.fields)} for name, body in sorted(used.bodies.items())
        },
        "security": {scheme: sorted(scopes) for scheme, scopes in sorted(used.security.items())},
        "accept": sorted(used.accept),
        "answers": {status: _answer(answer) for status, answer in sorted(used.answers.items())},
    }


def _fields(fields: Fields) -> dict[str, Any]:
    return {pointer: facts.as_json() for pointer, facts in sorted((_pointer(way), one) for way, one in fields.items())}


def _answer(answer: Answer) -> dict[str, Any]:
    media = {
        name: dict(sorted((_pointer(way), sorted(types)) for way, types in ways.items()))
        for name, ways in sorted(answer.media.items())
    }
    return {
        "count": answer.count,
        "documented": answer.documented,
        "headers": sorted(answer.headers),
        "media": media,
    }


def _pointer(way: Way) -> str:
    return child_pointer("", *way)


def read_usage(path: str) -> Usage:
    """Read a usage file.

    :raises DocumentError: for what is none, each fault with its place.
    """
    source = read_source(Path(path), path)
    faults = [
        _fault(source.locate(child_pointer("", *error.instance_path)), error.message)
        for error in Draft202012Validator(SCHEMA).iter_errors(source.without_surrogates().tree)
    ]
    if faults:
        raise DocumentError(faults)
    tree = source.tree
    operations = {name: _read_used(value) for name, value in tree["operations"].items()}
    return Usage(tree["consumer"], tree["document"]["title"], tree["document"]["version"], operations)


def _fault(location: Location, message: str) -> Finding:
    hint = "a usage file is what 'contracts usage' writes; write it anew"
    return Finding("usage-form", Severity.ERROR, location, message, hint)


def _read_used(value: Mapping[str, Any]) -> Used:
    return Used(
        value["calls"],
        value["refused"],
        {key: _read_fields(fields) for key, fields in value["parameters"].items()},
        {name: Body(body["count"], _read_fields(body["fields"])) for name, body in value["bodies"].items()},
        {scheme: set(scopes) for scheme, scopes in value["security"].items()},
        set(value["accept"]),
        {status: _read_answer(answer) for status, answer in value["answers"].items()},
    )


def _read_answer(value: Mapping[str, Any]) -> Answer:
    media = {
        name: {_way(pointer): set(types) for pointer, types in ways.items()} for name, ways in value["media"].items()
    }
    return Answer(value["count"], value["documented"], media, set(value["headers"]))


def _read_fields(value: Mapping[str, Any]) -> Fields:
    return {_way(pointer): facts_of(facts) for pointer, facts in value.items()}


def _way(pointer: str) -> Way:
    return tuple(split_pointer(pointer))
