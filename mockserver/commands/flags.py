"""The flags of the settings, each written once; a verb says which it takes."""

from __future__ import annotations

import argparse
from typing import Any

from contracts.terminal import Parser
from mockserver.settings import Settings, gather
from mockserver.settings_values import VALUES

_FLAGS: dict[str, dict[str, Any]] = {
    "specs": {
        "metavar": "SPEC",
        "nargs": "*",
        "help": "OpenAPI document, 2.0 to 3.2, YAML or JSON (default: the bundled case APIs)",
    },
    "api": {"metavar": "NAME", "help": "serve this one API of the document, at the root (default: all, by prefix)"},
    "host": {"metavar": "ADDRESS", "help": f"address to listen on (default: {Settings.host})"},
    "port": {"metavar": "N", "help": f"TCP port; 0 picks a free one (default: {Settings.port})"},
    "seed": {"metavar": "N", "help": f"other number, other data; same number, same data (default: {Settings.seed})"},
    "locale": {"metavar": "NAME", "help": f"language and country of names and texts (default: {Settings.locale})"},
    "static": {
        "action": argparse.BooleanOptionalAction,
        "help": "answer with documented examples where there are any (default: generated data)",
    },
    "strict": {
        "action": argparse.BooleanOptionalAction,
        "help": "ask for parameters that the vendor's own server wants and its page leaves out (default: no)",
    },
    "tokens": {
        "metavar": "TOKEN[=SCOPE,SCOPE]",
        "action": "append",
        "help": "accept this credential with these scopes, or with all; repeatable (default: any sensible one)",
    },
    "cors": {
        "action": argparse.BooleanOptionalAction,
        "help": "answer browsers' cross-origin requests (default: yes)",
    },
    "workers": {"metavar": "N", "help": f"server processes (default: {Settings.workers})"},
    "reload": {
        "action": argparse.BooleanOptionalAction,
        "help": "serve the document anew whenever one of its files changes (default: no)",
    },
    "max_body": {"metavar": "SIZE", "help": "largest request body, e.g. 65536 or 512KiB (default: 10MiB)"},
    "verbose": {
        "action": argparse.BooleanOptionalAction,
        "help": "write a line for each request to standard error (default: no)",
    },
    "journal": {
        "metavar": "FILE",
        "help": "append each exchange to this file, a line each, credentials masked; for 'contracts usage' and 'drift'",
    },
}

_OPTION = {"tokens": "--token"}


def add_flags(parser: Parser, *names: str) -> None:
    """Add flags of settings by their field names, and ``--config``; what is not given is not in the namespace."""
    for name in names:
        if name == "specs":
            parser.add_argument(name, default=argparse.SUPPRESS, **_FLAGS[name])
        else:
            option = _OPTION.get(name, f"--{name.replace('_', '-')}")
            parser.add_argument(option, dest=name, default=argparse.SUPPRESS, **_FLAGS[name])
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="settings file (default: casemock.toml, or [tool.casemock] in pyproject.toml)",
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Gather the settings of a parsed command line. Raises ``UsageError`` and ``SettingsError``."""
    given = {name: value for name, value in vars(arguments).items() if name in VALUES and value != []}
    return gather(given, config=arguments.config)
