"""The settings of a mock server: one frozen object.

They come from, in this order of precedence: command-line options, environment variables, a settings file, defaults.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.errors import UsageError
from contracts.standard_error import write_error
from contracts.wording import close_matches
from mockserver.settings_values import SETTINGS, Scopes, option_of

if TYPE_CHECKING:
    from contracts.generation.field_rows import FieldRow

__all__ = ["Settings"]

ENVIRONMENT = "CASEMOCK_"
"""Prefix of the environment variables: ``CASEMOCK_PORT``, ``CASEMOCK_MAX_BODY``, …"""

CONFIG_VARIABLE = "CASEMOCK_CONFIG"
"""The environment variable with the path of the settings file, as ``--config``."""

_SERVICE_LINK = re.compile(r"(?:tcp|udp|sctp)://\S+:[0-9]+")
"""The value of ``CASEMOCK_PORT`` in the containers of a Kubernetes namespace with a Service named ``casemock``."""

_SERVICE_VARIABLE = re.compile(r"(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_\w+)?)")
"""Its other variables, e.g. ``CASEMOCK_PORT_8080_TCP_ADDR``; those of a Service ``casemock-x`` begin CASEMOCK_X_."""


@dataclass(frozen=True)
class Settings:
    """The settings.

    :param specs: documents to serve; empty for the bundled document.
    :param api: the only API to serve, at the root; ``""`` serves all, each at its prefix.
    :param strict_document: refuse documents with errors; otherwise what can be used of them is served.
    :param allow_remote: also read ``http`` and ``https`` URLs that the documents refer to, and send webhooks to other
        machines.
    :param allow_folders: folders whose files the documents may refer to, besides their own folder and repository.
    :param cache: keep large compiled documents in a folder of the user (see ``docs/large-documents.md``).
    :param base_path: path prefix of all APIs, in addition to those of the documents' servers, e.g. ``/v2``.
    :param port: 0 for any free port.
    :param url_file: the file to which ``mockserver run`` writes its URL; ``""`` for none.
    :param seed: seed of all generated data.
    :param locale: faker locale of generated data.
    :param optional: the share of generated objects that have an optional property, from 0 to 1.
    :param fields: rows of the table of properties by name, ``[[fields]]`` of the settings file (see
        ``docs/generated-data.md``).
    :param static: return documented examples instead of generated data.
    :param data: file or folder with initial items (see ``docs/data.md``); ``""`` for generated ones.
    :param closed: only initial and created items exist; otherwise any well-formed id does.
    :param keep_server_urls: keep the URLs of the documented servers in responses, instead of the address of the mock.
    :param strict: require parameters that the document marks with ``x-mock-required: strict``.
    :param validate: refuse requests that are not valid; otherwise nothing invalid is stored or returned.
    :param auth: require the documented credentials and scopes.
    :param accept_check: refuse requests that accept none of the documented media types and languages.
    :param allow_hosts: host names that requests may be sent to, besides those of this machine; ``*.example.com`` for
        all below one, ``*`` for any.
    :param callbacks: send the documented callbacks of operations.
    :param callback_hosts: hosts that callbacks and webhooks may be sent to, besides this machine; ``*.example.com`` for
        all below one, ``*`` for any.
    :param cors: allow cross-origin requests.
    :param cors_origins: origins that may send credentials, besides those of this machine; ``*`` for any.
    :param tokens: scopes by credential (``None`` for all scopes). These credentials are accepted in addition to those
        that the document's rules accept, and are never shown.
    :param token_lifetime: seconds after which access tokens expire that the mock has issued (see ``docs/oauth.md``).
    :param admin_token: required for the admin API; without it, only clients on this machine may use it.
    :param stubs: file or folder with stubs (see ``docs/stubs-and-faults.md``); ``""`` for none.
    :param faults: faults in the syntax of ``--fault``.
    :param delay: delay of all responses in milliseconds.
    :param rate_limit: requests per credential in a time, such as ``100/1m``, of the operations that document 429;
        ``""`` for no limit.
    :param workers: number of server processes.
    :param reload: reload when a file of the document changes.
    :param max_body: maximum size of a request body in bytes.
    :param quiet: do not log requests; only ``mockserver run`` logs them.
    :param verbose: log requests with headers, bodies and operation, and those to our own pages; ``quiet`` counts more.
    :param log_format: ``text``, or ``json`` for one object a line (see ``docs/request-log.md``).
    :param journal: the file that records requests and responses (see ``docs/journal.md``); ``""`` for none.
    :param journal_size: maximum number of exchanges that are kept for the admin API; 0 for none.
    :param store: where written items are kept: ``memory``, ``sqlite:FILE`` or ``redis://HOST:PORT/DB``, which may
        contain a password.
    :param store_mismatch: what to do if the store has items of other documents or another seed: ``refuse`` to start,
        ``migrate`` those that are valid, or ``discard`` all.
    """

    specs: tuple[str, ...] = ()
    api: str = ""
    strict_document: bool = False
    allow_remote: bool = False
    allow_folders: tuple[str, ...] = ()
    cache: bool = True
    base_path: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    url_file: str = ""
    seed: int = 0
    locale: str = "en_US"
    optional: float = 1.0
    fields: tuple[FieldRow, ...] = ()
    static: bool = False
    data: str = ""
    closed: bool = False
    keep_server_urls: bool = False
    strict: bool = False
    validate: bool = True
    auth: bool = True
    accept_check: bool = True
    allow_hosts: tuple[str, ...] = ()
    callbacks: bool = True
    callback_hosts: tuple[str, ...] = ()
    cors: bool = True
    cors_origins: tuple[str, ...] = ()
    tokens: Mapping[str, Scopes] = field(default_factory=dict, repr=False, hash=False)
    token_lifetime: int = 3600
    admin_token: str = field(default="", repr=False)
    stubs: str = ""
    faults: tuple[str, ...] = ()
    delay: int = 0
    rate_limit: str = ""
    workers: int = 1
    reload: bool = False
    max_body: int = 10 * 1024 * 1024
    quiet: bool = False
    verbose: bool = False
    log_format: str = "text"
    journal: str = ""
    journal_size: int = 10_000
    store: str = field(default="memory", repr=False)
    store_mismatch: str = "refuse"

    @property
    def credentials(self) -> tuple[str, ...]:
        """The credentials in the settings, which no output shows."""
        return (*self.tokens, *filter(None, [self.admin_token]))


def gather(
    flags: Mapping[str, Any],
    *,
    config: str | None = None,
    environ: Mapping[str, str] | None = None,
    directory: Path = Path(),
) -> Settings:
    """Return the settings from options, environment, settings file and defaults, in this order of precedence.

    :param flags: given options by field name: a string, a bool or a list of strings.
    :param config: the settings file; by default ``CASEMOCK_CONFIG``, else the settings file in ``directory``.
    :raises UsageError: if an option or environment variable is not valid.
    :raises SettingsError: if the settings file is not valid.
    """
    variables = os.environ if environ is None else environ
    given = _from_environment(variables)
    if _SERVICE_LINK.fullmatch(variables.get("CASEMOCK_PORT", "")) and "port" not in flags:
        write_error(_IGNORED_LINK)
    named = config if config is not None else variables.get(CONFIG_VARIABLE)
    from mockserver.settings_file import find_settings, read_settings  # noqa: PLC0415 (only commands read settings)

    values = read_settings(Path(named)) if named else find_settings(directory, {*given, *flags})
    settings = Settings(**values | given | _from_flags(flags))
    if settings.reload and settings.workers > 1:
        raise UsageError("--reload requires a single worker", hint="omit --reload or --workers")
    return settings


CONVERTED = frozenset({"fields"})
"""Settings that have another type in a settings file and in Python than in :class:`Settings`."""


def checked(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Validate settings given by name in Python, by the same rules as in a settings file; return them.

    :raises UsageError: for an unknown name or an invalid value.
    """
    names = {field.name for field in dataclasses.fields(Settings)}
    read: dict[str, Any] = {}
    for name, value in overrides.items():
        if name not in names:
            near = close_matches(name, names, n=1)
            raise UsageError(f"unknown setting {name}", hint=f"did you mean {near[0]}?" if near else "")
        if name in SETTINGS and (name in CONVERTED or isinstance(value, str | int | float)):
            try:
                read[name] = SETTINGS[name].from_toml(value)
            except ValueError as error:
                raise UsageError(f"{name}: {error}") from None
    return dict(overrides) | {name: value for name, value in read.items() if name in CONVERTED}


def _from_flags(flags: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _read(option_of(name), name, raw) for name, raw in flags.items()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, text in environ.items():
        name = variable.removeprefix(ENVIRONMENT).lower()
        if not variable.startswith(ENVIRONMENT) or variable == CONFIG_VARIABLE or _is_service_link(variable, text):
            continue
        if name in SETTINGS:
            values[name] = _read(variable, name, text)
        elif close := close_matches(name, SETTINGS, n=1, cutoff=0.75):
            # Other unknown variables with this prefix are accepted: other programs may read them.
            hint = f"did you mean {ENVIRONMENT}{close[0].upper()}?"
            raise UsageError(f"unknown environment variable {variable}", hint=hint)
    return values


def _is_service_link(variable: str, text: str) -> bool:
    """Whether Kubernetes sets the variable for a Service named ``casemock`` or ``casemock-…``."""
    if variable.endswith("_PORT") and _SERVICE_LINK.fullmatch(text):
        return True
    return bool(_SERVICE_VARIABLE.fullmatch(variable.removeprefix(ENVIRONMENT)))


_IGNORED_LINK = (
    "note: CASEMOCK_PORT is ignored: its value is the address of a Kubernetes Service, not a port number "
    "(use --port, or set 'enableServiceLinks: false' in the pod)"
)


def _read(source: str, name: str, raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    try:
        return SETTINGS[name].from_text(raw)
    except ValueError as error:
        raise UsageError(f"{source}: {error}") from None


NAME = "openapi.yaml"


def bundled_document() -> Path:
    """Return the path of the bundled document: in the package if installed, next to it in a checkout."""
    package = Path(__file__).parent
    installed = package / NAME
    return installed if installed.exists() else package.parent / NAME


def specs_of(settings: Settings) -> tuple[str, ...]:
    """Return the documents to serve: those of the settings, else the bundled document."""
    return settings.specs or (str(bundled_document()),)
