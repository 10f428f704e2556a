"""Read settings from ``casemock.toml`` or ``[tool.casemock]`` of ``pyproject.toml``; errors have a line number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from contracts.cli.found_settings import refusal
from contracts.cli.settings import PROJECT_FILE, settings_file
from contracts.errors import SettingsError
from contracts.findings import Location
from contracts.wording import close_matches
from mockserver.found_settings import found_fault
from mockserver.settings_values import SETTINGS, option_of

CONTRACTS_TABLES = frozenset({"diff", "rules", "test", "validate"})
"""Tables that the ``contracts`` commands read."""

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_HEADER = re.compile(r"\s*\[\[?(?P<path>[^\]]*)\]")
_KEY = re.compile(r"\s*(?P<path>(?:\"[^\"]*\"|'[^']*'|[\w.\s-])+?)\s*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def read_settings(path: Path) -> dict[str, Any]:
    """Read a settings file; return values by field name.

    :param path: the settings are in ``[tool.casemock]`` if the file name is ``pyproject.toml``, else at the top level.
    :raises SettingsError: if the file cannot be read or has an unknown key or a value of the wrong type.
    """
    text = _read_text(path)
    table = _parse(path, text)
    prefix: tuple[str, ...] = ()
    if path.name == PROJECT_FILE:
        prefix = ("tool", "casemock")
        table = _project_table(path, text, table)
    values: dict[str, Any] = {}
    for key, raw in table.items():
        if key in CONTRACTS_TABLES:
            continue
        location = _locate(path, text, (*prefix, key))
        name = _field(key, location, values)
        values[name] = _convert(path, text, (*prefix, key), name, raw)
    for name in ("specs", "allow_folders"):
        if name in values:
            # Paths are relative to the settings file, not to the working directory.
            values[name] = tuple(str(path.parent / one) for one in values[name])
    for name in ("data", "journal", "stubs", "url_file"):
        if name in values:
            values[name] = str(path.parent / values[name])
    return values


def find_settings(directory: Path, given: Collection[str] = ()) -> dict[str, Any]:
    """Read the settings file of a directory, see :func:`settings_file`; without one there are no values.

    Nobody has named the file, and its author is not known: see :mod:`contracts.cli.found_settings`.

    :param given: settings that the user has given otherwise, which take precedence.
    :raises SettingsError: as :func:`read_settings`, and if it has a setting that only the user may choose.
    """
    path = settings_file(directory)
    if path is None:
        return {}
    values = read_settings(path)
    for name, value in values.items():
        if name not in given and (reason := found_fault(path, name, value)):
            prefix = ("tool", "casemock") if path.name == PROJECT_FILE else ()
            text = _read_text(path)
            key = next((one for one in (name, name.replace("_", "-")) if one in text), name)
            raise refusal(path, key, reason, option_of(name), _locate(path, text, (*prefix, key)))
    return values


def _read_text(path: Path) -> str:
    place = Location(str(path))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"cannot read the settings file: {(error.strerror or 'unknown reason').lower()}"
        raise SettingsError(message, location=place, hint="check --config") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        place = Location(str(path), line, error.start - error.object.rfind(b"\n", 0, error.start))
        raise SettingsError("the settings file is not UTF-8", location=place, hint="save it as UTF-8") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        column = int(place["column"]) if place and place["column"] else 1
        # The parser quotes keys as a tuple, and a key may be a token, which must not be shown.
        message = re.sub(r" \(.*\)", "", _PLACE.sub("", str(error)))
        location = Location(str(path), line, column)
        raise SettingsError(f"not valid TOML: {message}", location=location, hint="see https://toml.io") from None


def _project_table(path: Path, text: str, tree: Mapping[str, Any]) -> dict[str, Any]:
    tool = tree.get("tool")
    table = tool.get("casemock") if isinstance(tool, dict) else None
    if isinstance(table, dict):
        return table
    location = _locate(path, text, ("tool", "casemock"))
    raise SettingsError("no [tool.casemock] table", location=location, hint="add the table, or choose another file")


def _field(key: str, location: Location, seen: Mapping[str, Any]) -> str:
    name = key.replace("-", "_")
    if name in seen:
        raise SettingsError(f"'{key}' is set twice", location=location, hint="remove one of the two spellings")
    if name in SETTINGS:
        return name
    close = close_matches(name, SETTINGS, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known settings: {', '.join(SETTINGS)}"
    if key == "tool":
        hint = f"in this file, settings are at the top level; [tool.casemock] is for {PROJECT_FILE}"
    raise SettingsError(f"unknown setting '{key}'", location=location, hint=hint)


def _convert(path: Path, text: str, keys: Sequence[str], name: str, raw: Any) -> Any:
    try:
        return SETTINGS[name].from_toml(raw)
    except ValueError as error:
        if row := re.match(r"row (\d+), (\w+):", str(error)):
            raise SettingsError(f"{keys[-1]}: {error}", location=_row(path, text, keys, row)) from None
        position = re.match(r"token (\d+):", str(error))
        entry = [list(raw)[int(position[1]) - 1]] if position else []
        location = _locate(path, text, (*keys, *entry))
        raise SettingsError(f"{keys[-1]}: {error}", location=location) from None


def _locate(path: Path, text: str, keys: Sequence[str]) -> Location:
    """Return the location of a key, or of its nearest ancestor that has one; tomllib does not provide locations."""
    wanted = tuple(keys)
    best, place = 0, Location(str(path), 1, 1)
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = here = _parts(header["path"])
            start = header.start("path")
        elif key := _KEY.match(line):
            here = (*table, *_parts(key["path"]))
            start = key.start("path")
        else:
            continue
        shared = min(len(here), len(wanted))
        if here[:shared] == wanted[:shared] and shared > best:
            best, place = shared, Location(str(path), number, start + 1)
    return place


def _row(path: Path, text: str, keys: Sequence[str], row: re.Match[str]) -> Location:
    """Return the location of a key in a row of an array of tables, else of the row."""
    lines = text.splitlines()
    headers = [number for number, line in enumerate(lines) if _is_header(line, keys)]
    if len(headers) < int(row[1]):  # written as one value
        return _locate(path, text, keys)
    start = headers[int(row[1]) - 1]
    for number in range(start + 1, len(lines)):
        if _HEADER.match(lines[number]):
            break
        if (key := _KEY.match(lines[number])) and _parts(key["path"]) == (row[2],):
            return Location(str(path), number + 1, key.start("path") + 1)
    return Location(str(path), start + 1, 1)


def _is_header(line: str, keys: Sequence[str]) -> bool:
    header = _HEADER.match(line)
    return header is not None and line.lstrip().startswith("[[") and _parts(header["path"]) == tuple(keys)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(next(filter(None, part), "") for part in _PART.findall(path))
