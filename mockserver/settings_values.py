"""The types of settings: how options, environment variables and values of a settings file are read.

A reader converts a string or a TOML value to the type of the setting, and raises ``ValueError`` if it is not valid.
The message says what was expected, and never repeats a token.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from contracts.wording import close_matches
from mockserver.addresses import HOST_PATTERN, ORIGIN_PATTERN, RECEIVER_PATTERN
from mockserver.fault_syntax import parse_fault
from mockserver.rate import parse_rate
from mockserver.store_url import parse_store_url

TEXT, JSON = LOG_FORMATS = ("text", "json")
"""The formats of the request log."""

MISMATCHES = ("refuse", "migrate", "discard")
"""What to do if the store has items of other documents or another seed."""

Reader = Callable[[Any], Any]
Scopes = tuple[str, ...] | None

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_SIZE = re.compile(r"(?P<number>\d{1,15})\s*(?P<unit>B|KiB|MiB|GiB|kB|MB|GB)?")
_BASE_PATH = re.compile(r"(?:/[^\s/?#{}]+)*/?")
_UNITS = {"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "kB": 10**3, "MB": 10**6, "GB": 10**9}
_LOCALE = "en_US"
_MAX_SHOWN = 40


class SettingType(NamedTuple):
    """How a setting is read.

    :param from_text: reads an option or an environment variable.
    :param from_toml: reads a value of a settings file.
    """

    from_text: Reader
    from_toml: Reader


def _refuse(expected: str, value: Any) -> ValueError:
    shown = repr(value)
    if len(shown) > _MAX_SHOWN:
        shown = f"{shown[:_MAX_SHOWN]}…"
    return ValueError(f"expected {expected}, not {shown}")


def _text(expected: str, form: re.Pattern[str]) -> SettingType:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise _refuse(expected, value)
        return value

    return SettingType(read, read)


def _base_path() -> SettingType:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not _BASE_PATH.fullmatch(value):
            raise _refuse("a path such as /v2", value)
        return value.rstrip("/")

    return SettingType(read, read)


def _number(low: int, high: int) -> SettingType:
    expected = f"an integer from {low} to {high}"

    def from_toml(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise _refuse(expected, value)
        return value

    def from_text(value: Any) -> int:
        # At most 20 digits: int() raises another error for very long strings.
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}", value) and low <= int(value) <= high:
            return int(value)
        raise _refuse(expected, value)

    return SettingType(from_text, from_toml)


def _share() -> SettingType:
    expected = "a number from 0 to 1 such as 0.8"

    def from_toml(value: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise _refuse(expected, value)
        return float(value)

    def from_text(value: Any) -> float:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{0,3}(\.[0-9]{1,9})?", value) and value:
            return from_toml(float(value))
        raise _refuse(expected, value)

    return SettingType(from_text, from_toml)


def _locale() -> SettingType:
    def read(value: Any) -> str:
        name = value.replace("-", "_") if isinstance(value, str) else value
        if name == _LOCALE:
            return _LOCALE
        from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 (slow to import, and rarely needed)

        if isinstance(name, str) and name in AVAILABLE_LOCALES:
            return name
        near = close_matches(str(name), sorted(AVAILABLE_LOCALES), n=3)
        raise _refuse(f"a faker locale such as {' or '.join(near or [_LOCALE, 'de_DE'])}", value)

    return SettingType(read, read)


def _store() -> SettingType:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise _refuse("memory, sqlite:FILE or redis://HOST:PORT/DB", value)
        parse_store_url(value)
        return value

    return SettingType(read, read)


def _choice(*words: str) -> SettingType:
    def read(value: Any) -> str:
        if value not in words:
            raise _refuse(f"{', '.join(words[:-1])} or {words[-1]}", value)
        return str(value)

    return SettingType(read, read)


def _switch() -> SettingType:
    def from_toml(value: Any) -> bool:
        if not isinstance(value, bool):
            raise _refuse("true or false", value)
        return value

    def from_text(value: Any) -> bool:
        word = str(value).lower()
        if word not in _TRUE | _FALSE:
            raise _refuse("true or false", value)
        return word in _TRUE

    return SettingType(from_text, from_toml)


def _size() -> SettingType:
    expected = "a size in bytes such as 65536 or 10MiB"

    def from_text(value: Any) -> int:
        match = _SIZE.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise _refuse(expected, value)
        return int(match["number"]) * _UNITS[match["unit"] or ""]

    def from_toml(value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        return from_text(value)

    return SettingType(from_text, from_toml)


def _paths() -> SettingType:
    def read(value: Any) -> tuple[str, ...]:
        paths = [value] if isinstance(value, str) else value
        if not isinstance(paths, list | tuple) or not all(isinstance(path, str) and path for path in paths):
            raise _refuse("a file name or a list of file names", value)
        return tuple(paths)

    def from_text(value: Any) -> tuple[str, ...]:
        return read(value.split(os.pathsep) if isinstance(value, str) else value)

    return SettingType(from_text, read)


def _list(expected: str, form: re.Pattern[str]) -> SettingType:
    """A list of words; in an environment variable, they are separated by commas or spaces."""

    def read(value: Any) -> tuple[str, ...]:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list | tuple):
            raise _refuse(expected, value)
        for word in words:
            if not isinstance(word, str) or not form.fullmatch(word):
                raise _refuse(expected, word)
        return tuple(word.lower() for word in words)

    def from_text(value: Any) -> tuple[str, ...]:
        return read(re.split(r"[\s,]+", value.strip()) if isinstance(value, str) else value)

    return SettingType(from_text, read)


def read_token(text: str) -> tuple[str, Scopes]:
    """Read ``TOKEN=scope,scope``, or ``TOKEN`` for all scopes.

    A ``=`` at the end belongs to the token: tokens may be padded with it (RFC 6750).
    """
    token, equals, scopes = text.rpartition("=")
    if not equals or not scopes:
        token, scopes = text, ""
    if not token.strip("=") or not token.isascii() or not token.isprintable():
        raise ValueError("expected TOKEN or TOKEN=scope,scope in printable ASCII (the value is not shown)")
    return token, _scopes(scopes.split(",")) if scopes else None


def _scopes(scopes: list[str]) -> tuple[str, ...]:
    # A scope is printable ASCII without space, double quote and backslash (RFC 6749, section 3.3).
    if not all(re.fullmatch(r"[!#-\[\]-~]+", scope) for scope in scopes):
        raise ValueError("expected scopes without spaces, separated by single commas")
    return tuple(scopes)


def _tokens() -> SettingType:
    def from_text(value: Any) -> dict[str, Scopes]:
        tokens = value.split() if isinstance(value, str) else value
        return dict(_numbered(position, token) for position, token in enumerate(tokens, 1))

    return SettingType(from_text, read_token_table)


def _numbered(position: int, text: str) -> tuple[str, Scopes]:
    try:
        return read_token(text)
    except ValueError as error:
        raise ValueError(f"token {position}: {error}") from None


def read_token_table(value: Any) -> dict[str, Scopes]:
    """Read ``{TOKEN = ["scope", …]}``; ``true`` instead of a list grants all scopes."""
    if not isinstance(value, Mapping):
        raise ValueError('expected a table of tokens such as so_test_x = ["cases:read"]')
    return {token: _table_entry(position, token, entry) for position, (token, entry) in enumerate(value.items(), 1)}


def _table_entry(position: int, token: str, entry: Any) -> Scopes:
    if not token or not token.isascii() or not token.isprintable():
        raise ValueError(f"token {position}: expected printable ASCII (the value is not shown)")
    if entry is True:
        return None
    if not isinstance(entry, list) or not all(isinstance(scope, str) for scope in entry):
        raise ValueError(f"token {position}: expected a list of scopes, or true for all")
    try:
        return _scopes(entry)
    except ValueError as error:
        raise ValueError(f"token {position}: {error}") from None


def _admin_token() -> SettingType:
    def read(value: Any) -> str:
        # The syntax of a bearer token (RFC 6750, section 2.1).
        if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9._~+/-]{8,200}=*", value):
            raise ValueError("expected at least 8 letters, digits and -._~+/ (the value is not shown)")
        return value

    return SettingType(read, read)


def _faults() -> SettingType:
    def read(value: Any) -> tuple[str, ...]:
        faults = [value] if isinstance(value, str) else value
        if not isinstance(faults, list | tuple) or not all(isinstance(fault, str) for fault in faults):
            raise _refuse("a list of faults such as 'getPet: 503 rate=0.1'", value)
        for fault in faults:
            parse_fault(fault)
        return tuple(faults)

    def from_text(value: Any) -> tuple[str, ...]:
        parts = [part.strip() for part in value.split(";")] if isinstance(value, str) else value
        return read([part for part in parts if part])

    return SettingType(from_text, read)


def _fields() -> SettingType:
    def from_toml(value: Any) -> Any:
        # Imported here, as the tables of names are not needed for the start of commands without rows.
        from contracts.generation.field_rows import read_rows  # noqa: PLC0415

        return read_rows(value)

    def from_text(_value: Any) -> Any:
        raise ValueError("only a settings file has rows: [[fields]] in casemock.toml")

    return SettingType(from_text, from_toml)


def _rate_limit() -> SettingType:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise _refuse("requests in a time such as 100/1m", value)
        parse_rate(value)
        return value

    return SettingType(read, read)


SETTINGS: Mapping[str, SettingType] = {
    "specs": _paths(),
    "api": _text("an API's name: lower case letters, digits and dashes", re.compile(r"[a-z0-9-]*")),
    "strict_document": _switch(),
    "allow_remote": _switch(),
    "allow_folders": _paths(),
    "base_path": _base_path(),
    "host": _text("a host name or an IP address", re.compile(r"[^\s/]+")),
    "cache": _switch(),
    "port": _number(0, 65535),
    "url_file": _text("a file name", re.compile(r".+", re.DOTALL)),
    "seed": _number(0, 2**63 - 1),
    "locale": _locale(),
    "optional": _share(),
    "fields": _fields(),
    "static": _switch(),
    "data": _text("a file or folder name", re.compile(r".+", re.DOTALL)),
    "closed": _switch(),
    "keep_server_urls": _switch(),
    "strict": _switch(),
    "validate": _switch(),
    "auth": _switch(),
    "accept_check": _switch(),
    "allow_hosts": _list("a host name such as mock.example.com or *.example.com", HOST_PATTERN),
    "callbacks": _switch(),
    "callback_hosts": _list("a host such as hooks.example.com, *.example.com or 10.0.0.7", RECEIVER_PATTERN),
    "cors": _switch(),
    "cors_origins": _list("an origin such as https://app.example.com", ORIGIN_PATTERN),
    "tokens": _tokens(),
    "token_lifetime": _number(1, 10 * 365 * 24 * 3600),
    "store": _store(),
    "store_mismatch": _choice(*MISMATCHES),
    "admin_token": _admin_token(),
    "stubs": _text("a file or folder name", re.compile(r".+", re.DOTALL)),
    "faults": _faults(),
    "delay": _number(0, 60_000),
    "rate_limit": _rate_limit(),
    "workers": _number(1, 256),
    "reload": _switch(),
    "max_body": _size(),
    "quiet": _switch(),
    "verbose": _switch(),
    "log_format": _choice(*LOG_FORMATS),
    "journal_size": _number(0, 1_000_000),
    "journal": _text("a file name", re.compile(r".+", re.DOTALL)),
}
"""The type of each public setting, by the name of its field in ``Settings``."""


_OPTION_NAMES = {
    "specs": "SPEC",
    "tokens": "--token",
    "faults": "--fault",
    "allow_folders": "--allow-folder",
    "allow_hosts": "--allow-host",
    "callback_hosts": "--callback-host",
    "cors_origins": "--cors-origin",
}


def option_of(name: str) -> str:
    """Return the option of a setting, by the name of its field."""
    return _OPTION_NAMES.get(name, f"--{name.replace('_', '-')}")
