"""Masks secrets in JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.redaction.known import without
from contracts.redaction.names import is_authorization_code, is_secret
from contracts.redaction.shapes import MASK
from contracts.redaction.text import masked_string

LONGEST_PLAIN = 11
"""Maximum length of a string that can only have a secret as a pair of name and value."""


def without_secrets(value: Any, forms: tuple[str, ...] = ()) -> Any:
    """Return a JSON value with secrets masked: strings become ``…``, numbers 0; everything else stays.

    :param forms: strings that are masked wherever they occur (:func:`contracts.redaction.known.all_forms`).
    """
    if isinstance(value, str):
        if forms:
            value = without(value, forms)
        return value if len(value) <= LONGEST_PLAIN and "=" not in value else masked_string(value)
    if isinstance(value, dict):
        return _object(value, forms)
    return [without_secrets(one, forms) for one in value] if isinstance(value, list) else value


def _object(value: dict[str, Any], forms: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, one in value.items():
        if is_secret(name):
            found[name] = _masked_value(one, name)
        elif (
            name == "code" and isinstance(one, str) and is_authorization_code(name, one, frozenset(value), in_json=True)
        ):
            found[name] = MASK
        else:
            shown = name if len(name) <= LONGEST_PLAIN and not forms else without_secrets(name, forms)
            found[shown] = without_secrets(one, forms)
    return found


def _masked_value(value: Any, name: str) -> Any:
    match value:
        case str():
            return MASK if value else value
        case dict():
            return {key: _masked_value(one, name) for key, one in value.items()}
        case list():
            return [_masked_value(one, name) for one in value]
        case int() | float() if not isinstance(value, bool) and not name.lower().endswith(("tokens", "pass", "auth")):
            return 0  # a number whose name ends in "tokens" or "pass" is a count
    return value


def secret_strings(value: Any, *, is_hidden: bool = False) -> Iterator[str]:
    """Yield the strings of secret names in a JSON value."""
    if isinstance(value, dict):
        names = frozenset(value)
        for name, one in value.items():
            is_code = isinstance(one, str) and is_authorization_code(name, one, names, in_json=True)
            yield from secret_strings(one, is_hidden=is_hidden or is_code or is_secret(name))
    elif isinstance(value, list):
        for one in value:
            yield from secret_strings(one, is_hidden=is_hidden)
    elif is_hidden and isinstance(value, str):
        yield value
