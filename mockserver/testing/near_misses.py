"""The text of a failed verification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.generation.json_encoding import encode_json

MAX_VALUE = 200
"""Maximum length of a value in characters."""


def failure_text(expected: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Return why a verification failed, with the closest requests and how each differs.

    :param expected: the body of the verification.
    :param result: the response of the admin API.
    """
    wanted = expected.get("sequence") or expected["request"]
    return "\n".join([f"{result['error']}: {_value(wanted)}", *_lines(result.get("near_misses", ()))])


def _lines(near_misses: Any) -> Iterator[str]:
    yield "closest requests:" if near_misses else "no requests were recorded"
    for one in near_misses:
        request = one["request"]
        yield f"  {request['number']}. {request['method']} {request['target']} -> {request['status']}"
        for found in one["mismatches"]:
            actual = _value(found["actual"]) if "actual" in found else "missing"
            yield f"     {found['field']}: {found['reason']}; expected {_value(found['expected'])}, found {actual}"


def _value(value: Any) -> str:
    text = encode_json(value).decode("utf-8", "replace")
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"
