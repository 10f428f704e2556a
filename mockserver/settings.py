"""The settings of a mock server: one frozen object, gathered from flags, environment variables and a settings file, in this order of precedence."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from contracts.errors import UsageError
from mockserver.settings_file import find_settings, read_settings
from mockserver.settings_values import VALUES, Scopes

ENVIRONMENT = "CASEMOCK_"
"""Prefix of the environment variables: ``CASEMOCK_PORT``, ``CASEMOCK_MAX_BODY``, …"""

CONFIG_VARIABLE = "CASEMOCK_CONFIG"
"""The environment variable that names the settings file, as ``--config`` does."""


@dataclass(frozen=True)
class Settings:
    """What a mock server is told.

    :param specs: documents to play; empty: the bundled one.
    :param api: the one API to serve, at the root; ``""``: all, each under its prefix.
    :param port: 0: any free port.
    :param seed: root of all generated data.
    :param locale: faker's locale of generated data.
    :param static: answer with documented examples where there are any.
    :param strict: ask for what a document marks with ``x-mock-required: strict``, and is lenient about otherwise.
    :param cors: answer cross-origin requests.
    :param tokens: credentials by value with their scopes (``None``: all); they are accepted beside those that the
        document's own rules accept, and never shown.
    :param workers: number of server processes.
    :param reload: start anew when a file of the document changes.
    :param max_body: bytes that a request body may have.
    :param verbose: write a line for each request.
    :param journal: the file that each exchange is written to, see ``docs/journal.md``; ``""``: none.
    :param store: where writes are kept: ``memory`` or ``sqlite:FILE``. Not for users: several workers need the latter.
    """

    specs: tuple[str, ...] = ()
    api: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    seed: int = 0
    locale: str = "en_US"
    static: bool = False
    strict: bool = False
    cors: bool = True
    tokens: Mapping[str, Scopes] = field(default_factory=dict, repr=False, hash=False)
    workers: int = 1
    reload: bool = False
    max_body: int = 10 * 1024 * 1024
    verbose: bool = False
    journal: str = ""
    store: str = "memory"


def gather(
    flags: Mapping[str, Any],
    *,
    config: str | None = None,
    environ: Mapping[str, str] | None = None,
    directory: Path = Path(),
) -> Settings:
    """Make the settings: flags before environment before file before defaults.

    :param flags: raw text (or a truth value, or a list of texts) by field name; only what was given.
    :param config: the settings file; ``None``: ``CASEMOCK_CONFIG``, else the one of ``directory``.
    :raises UsageError: for a flag or a variable that makes no sense.
    :raises SettingsError: for a settings file that cannot be used.
    """
    variables = os.environ if environ is None else environ
    given = _from_environment(variables)
    named = config if config is not None else variables.get(CONFIG_VARIABLE)
    values = read_settings(Path(named)) if named else find_settings(directory)
    settings = Settings(**values | given | _from_flags(flags))
    if settings.reload and settings.workers > 1:
        raise UsageError("--reload works with one worker only", hint="leave out --reload or --workers")
    return settings


def checked(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that a program gives by name, held to the same rules as those of a settings file.

    :raises UsageError: for a name that is none, or a value that makes no sense.
    """
    names = {field.name for field in fields(Settings)}
    for name, value in overrides.items():
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            raise UsageError(f"unknown setting {name}", hint=f"did you mean {near[0]}?" if near else "")
        if name in VALUES and isinstance(value, str | int):
            try:
                VALUES[name].from_toml(value)
            except ValueError as error:
                raise UsageError(f"{name}: {error}") from None
    return dict(overrides)


def _from_flags(flags: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _read(_flag(name), name, raw) for name, raw in flags.items()}


def _flag(name: str) -> str:
    return {"specs": "SPEC", "tokens": "--token"}.get(name, f"--{name.replace('_', '-')}")


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, text in environ.items():
        name = variable.removeprefix(ENVIRONMENT).lower()
        if not variable.startswith(ENVIRONMENT) or variable == CONFIG_VARIABLE:
            continue
        if name in VALUES:
            values[name] = _read(variable, name, text)
        elif close := difflib.get_close_matches(name, VALUES, n=1, cutoff=0.75):
            # Other variables with our prefix are left alone: Kubernetes sets some for a service of our name.
            hint = f"did you mean {ENVIRONMENT}{close[0].upper()}?"
            raise UsageError(f"unknown environment variable {variable}", hint=hint)
    return values


def _read(source: str, name: str, raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    try:
        return VALUES[name].from_text(raw)
    except ValueError as error:
        raise UsageError(f"{source}: {error}") from None


NAME = "openapi.yaml"


def bundled_document() -> Path:
    """The bundled document: inside the package in an installation, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / NAME
    return installed if installed.exists() else package.parent / NAME


def specs_of(settings: Settings) -> tuple[str, ...]:
    """The documents to play: those of the settings, else the bundled one."""
    return settings.specs or (str(bundled_document()),)
