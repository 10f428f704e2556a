"""Masks secrets in JSON values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.redaction.known import without
from contracts.redaction.names import is_authorization_code, is_secret
from contracts.redaction.shapes import MASK, may_have_shapes, without_shapes
from contracts.redaction.text import without_pairs

LONGEST_PLAIN = 11
"""Maximum length of a string that can only have a secret as a pair of name and value."""


Clean = Callable[[str], str]
"""Returns a string without secrets."""


def without_secrets(value: Any, forms: tuple[str, ...] = ()) -> Any:
    """Return a JSON value with secrets masked: strings become ``…``, numbers 0; everything else stays.

    :param forms: strings that are masked wherever they occur (:func:`contracts.redaction.known.all_forms`).
    """
    return _masked(value, _cleaner(forms))


def without_secrets_of(text: str, value: Any, forms: tuple[str, ...]) -> Any:
    """Do the same as :func:`without_secrets` in less time for a value whose JSON text is known."""
    is_escaped = "\\" in text  # what is searched for may be written with escapes
    if is_escaped or forms or may_have_shapes(text):
        return without_secrets(value, forms)
    return _masked(value, without_pairs if "=" in text or "'" in text else None)


def _cleaner(forms: tuple[str, ...]) -> Clean:
    def clean(text: str) -> str:
        text = without(text, forms)
        return without_pairs(without_shapes(text) if len(text) > LONGEST_PLAIN else text)

    return clean


def _masked(value: Any, clean: Clean | None) -> Any:
    """Return a value without secrets.

    :param clean: for its strings and the names in it; ``None`` if they have no secrets.
    """
    if isinstance(value, str):
        return value if clean is None else clean(value)
    if isinstance(value, list):
        return [_masked(one, clean) for one in value]
    return _object(value, clean) if isinstance(value, dict) else value


def _object(value: dict[str, Any], clean: Clean | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, one in value.items():
        if is_secret(name):
            found[name] = _masked_value(one, name)
        elif name == "code" and isinstance(one, str) and _is_code(one, value):
            found[name] = MASK
        elif isinstance(one, str):
            found[clean(name) if clean else name] = clean(one) if clean else one
        else:
            found[clean(name) if clean else name] = _masked(one, clean)
    return found


def _is_code(code: str, value: dict[str, Any]) -> bool:
    return is_authorization_code("code", code, frozenset(value), in_json=True)


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
