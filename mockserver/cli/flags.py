"""The options of the settings, defined once for all commands, in groups for ``--help``."""

from __future__ import annotations

import argparse
from typing import Any

from contracts.cli.support import Parser
from mockserver.settings import Settings, gather
from mockserver.settings_values import SETTINGS, option_of

_SWITCH = argparse.BooleanOptionalAction

_GROUPS: dict[str, dict[str, dict[str, Any]]] = {
    "documents": {
        "specs": {
            "metavar": "SPEC",
            "nargs": "*",
            "help": "OpenAPI document, 2.0 to 3.2, YAML or JSON (default: the bundled case APIs)",
        },
        "strict_document": {
            "action": _SWITCH,
            "help": "refuse documents with errors, instead of serving what can be used of them (default: no)",
        },
        "allow_remote": {
            "action": _SWITCH,
            "help": "also read http:// and https:// URLs that the documents refer to (default: no)",
        },
        "allow_folders": {
            "metavar": "DIR",
            "action": "append",
            "help": "also read files in this folder that the documents refer to, besides those in their own folder and"
            " repository; repeatable",
        },
        "cache": {
            "action": _SWITCH,
            "help": "keep compiled documents of more than 1 MB in the cache folder, for a faster start (default: yes)",
        },
        "api": {"metavar": "NAME", "help": "serve only this API, at the root (default: all APIs, each at its prefix)"},
        "base_path": {
            "metavar": "PATH",
            "help": "serve all paths also below this one, e.g. /v2, as below the paths of the document's servers",
        },
    },
    "network": {
        "host": {"metavar": "ADDRESS", "help": f"address to listen on (default: {Settings.host})"},
        "port": {"metavar": "N", "help": f"TCP port; 0 picks a free port (default: {Settings.port})"},
        "url_file": {
            "metavar": "FILE",
            "help": "write the server's URL to FILE as soon as it accepts requests, and remove FILE at the end;"
            " for programs that start it with --port 0",
        },
        "allow_hosts": {
            "metavar": "NAME",
            "action": "append",
            "help": "serve requests to this host name, *.example.com for all below it, * for any; repeatable"
            " (default: names of this machine, and private names if --host is not a loopback address)",
        },
        "cors": {"action": _SWITCH, "help": "allow cross-origin requests from browsers (default: yes)"},
        "cors_origins": {
            "metavar": "ORIGIN",
            "action": "append",
            "help": "let pages of this origin send credentials, e.g. https://app.example.com; repeatable"
            " (default: pages of this machine; other pages send none)",
        },
    },
    "generated data": {
        "seed": {
            "metavar": "N",
            "help": f"random seed; the same seed gives the same data (default: {Settings.seed})",
        },
        "locale": {"metavar": "NAME", "help": f"language and country of generated data (default: {Settings.locale})"},
        "optional": {
            "metavar": "SHARE",
            "help": "share of generated objects that have an optional property, e.g. 0.8 (default: 1, all objects)",
        },
        "static": {
            "action": _SWITCH,
            "help": "return documented examples instead of generated data (default: no)",
        },
        "keep_server_urls": {
            "action": _SWITCH,
            "help": "keep URLs of the document's servers in responses, instead of the mock's address (default: no)",
        },
    },
    "state": {
        "data": {
            "metavar": "PATH",
            "help": "initial items: a YAML or JSON file, or a folder of them, by collection path (default: generated)",
        },
        "closed": {
            "action": _SWITCH,
            "help": "only initial and created items exist; any other id is 404 (default: any well-formed id exists)",
        },
    },
    "stored items": {
        "store": {
            "metavar": "STORE",
            "help": "where written items are kept: memory, sqlite:FILE (survives a restart) or redis://HOST:PORT/DB"
            " (shared by machines) (default: memory)",
        },
        "store_mismatch": {
            "metavar": "ACTION",
            "help": "if the store has items of another document or seed: refuse to start, migrate valid items,"
            " or discard all (default: refuse)",
        },
    },
    "request validation": {
        "tokens": {
            "metavar": "TOKEN[=SCOPE,SCOPE]",
            "action": "append",
            "help": "accept this credential, with these scopes or all; repeatable (default: any well-formed token)",
        },
        "token_lifetime": {
            "metavar": "SECONDS",
            "help": "lifetime of access tokens that the OAuth 2.0 endpoints of the documents issue"
            f" (default: {Settings.token_lifetime})",
        },
        "strict": {
            "action": _SWITCH,
            "help": "also require parameters that the real server requires but its docs omit (default: no)",
        },
        "validate": {
            "action": _SWITCH,
            "help": "refuse requests with invalid parameters or bodies (default: yes)",
        },
        "auth": {"action": _SWITCH, "help": "require the documented credentials and scopes (default: yes)"},
        "accept_check": {
            "action": _SWITCH,
            "help": "refuse requests that accept no documented media type or language (default: yes)",
        },
        "max_body": {
            "metavar": "SIZE",
            "help": "maximum size of a request body, e.g. 65536 or 512KiB (default: 10MiB)",
        },
    },
    "admin API": {
        "admin_token": {
            "metavar": "TOKEN",
            "help": "token of the admin API at /__mock__/admin/; required for clients on other machines"
            " (default: none, local clients only)",
        },
    },
    "callbacks and webhooks": {
        "callbacks": {
            "action": _SWITCH,
            "help": "send the documented callbacks of operations (default: yes, to receivers on this machine)",
        },
        "callback_hosts": {
            "metavar": "HOST",
            "action": "append",
            "help": "also send callbacks and webhooks to this host, *.example.com for all below it, * for any public"
            " one; repeatable (default: only to this machine)",
        },
    },
    "stubs and faults": {
        "stubs": {
            "metavar": "PATH",
            "help": "responses to chosen requests: a YAML or JSON file, or a folder of them",
        },
        "faults": {
            "metavar": "FAULT",
            "action": "append",
            "help": "let requests fail, e.g. 'getPet: 503 rate=0.1', 'GET /pets: delay=300' or '*: reset nth=3';"
            " repeatable",
        },
        "delay": {"metavar": "MS", "help": "delay all responses, at most 60000 milliseconds (default: 0)"},
        "rate_limit": {
            "metavar": "N/TIME",
            "help": "requests per credential of the operations that document 429, e.g. 100/1m (default: no limit)",
        },
    },
    "processes": {
        "workers": {"metavar": "N", "help": f"number of server processes (default: {Settings.workers})"},
        "reload": {"action": _SWITCH, "help": "reload when a file of the document or of --data changes (default: no)"},
    },
    "logging": {
        "quiet": {"action": _SWITCH, "help": "do not log requests to standard error (default: log each request)"},
        "verbose": {
            "action": _SWITCH,
            "help": "log headers, bodies and operation of each request, and requests to /__mock__/ (default: no)",
        },
        "log_format": {
            "metavar": "FORMAT",
            "help": f"format of the log: text, or json for one object a line (default: {Settings.log_format})",
        },
        "journal_size": {
            "metavar": "N",
            "help": "number of requests that are kept for the admin API; 0 for none"
            f" (default: {Settings.journal_size})",
        },
        "journal": {
            "metavar": "FILE",
            "help": "append requests and responses to FILE, one JSON line each, with credentials masked;"
            " input for 'contracts usage' and 'contracts drift'",
        },
    },
}


def add_options(parser: Parser, *names: str) -> None:
    """Add options by the names of their settings, and ``--config``. An option that is not given has no value."""
    for title, flags in _GROUPS.items():
        if chosen := [name for name in flags if name in names]:
            group = parser.add_argument_group(title)
            for name in chosen:
                _add_flag(group, name, flags[name])
    parser.add_argument_group("settings").add_argument(
        "--config",
        metavar="FILE",
        help="settings file (default: casemock.toml, or [tool.casemock] in pyproject.toml)",
    )


def _add_flag(group: argparse._ArgumentGroup, name: str, flag: dict[str, Any]) -> None:
    if name == "specs":
        group.add_argument(name, default=argparse.SUPPRESS, **flag)
    else:
        option = option_of(name)
        group.add_argument(option, dest=name, default=argparse.SUPPRESS, **flag)


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Gather the settings of a parsed command line. Raises ``UsageError`` and ``SettingsError``."""
    given = {name: value for name, value in vars(arguments).items() if name in SETTINGS and value != []}
    return gather(given, config=arguments.config)
