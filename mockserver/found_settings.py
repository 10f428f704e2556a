"""What a settings file of the mock server may say that was found in the working directory.

The folder may be a download or the repository of somebody else. So such a file must not open the server to other
machines or pages, start many processes, connect to other machines, or read and write files outside of the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contracts.cli.found_settings import is_readable, is_writable
from mockserver.addresses import is_loopback_name
from mockserver.store_url import MEMORY, SQLITE, parse_store_url

_UNREADABLE = "name a file outside of this folder and its repository"
_UNWRITABLE = "name a file outside of this folder"


def found_fault(path: Path, name: str, value: Any) -> str:
    """Return what the file must not do with a setting, as the end of a sentence; ``""`` if the value is allowed.

    :param path: the settings file.
    :param name: the field of the setting.
    """
    check = _CHECKS.get(name)
    return check(path, value) if check is not None else ""


def _host(_: Path, value: str) -> str:
    return "" if is_loopback_name(value) else "set another address than that of the loopback interface"


def _workers(_: Path, value: int) -> str:
    return "start more than 1 process" if value > 1 else ""


def _forbidden(_: Path, value: Any) -> str:
    return "set it" if value else ""


def _read_files(path: Path, value: tuple[str, ...]) -> str:
    return "" if all(is_readable(path, one) for one in value) else _UNREADABLE


def _read_file(path: Path, value: str) -> str:
    return _read_files(path, (value,)) if value else ""


def _written_file(path: Path, value: str) -> str:
    return "" if not value or is_writable(path, value) else _UNWRITABLE


def _store(path: Path, value: str) -> str:
    url = parse_store_url(value)
    if url.kind == SQLITE:
        return _written_file(path, url.target)
    return "" if url.kind == MEMORY else "name a Redis server"


_CHECKS: Mapping[str, Callable[[Path, Any], str]] = {
    "host": _host,
    "workers": _workers,
    "allow_remote": _forbidden,
    "allow_folders": _forbidden,
    "allow_hosts": _forbidden,
    "callback_hosts": _forbidden,
    "cors_origins": _forbidden,
    "specs": _read_files,
    "data": _read_file,
    "stubs": _read_file,
    "journal": _written_file,
    "url_file": _written_file,
    "store": _store,
}
