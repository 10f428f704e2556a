"""Terminal output: the banner of ``mockserver run`` and the table of ``mockserver routes``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.escaping import one_line, printable
from contracts.spec.extensions import SampleCredential
from contracts.spec.model import SecurityScheme
from mockserver.console.credentials import schemes, sent_as, shown_samples
from mockserver.console.index import Index
from mockserver.console.urls import ROOT, UI
from mockserver.mounting import MountedApi, MountedOperation
from mockserver.oauth.endpoints import METHODS
from mockserver.oauth.signing import MISSING, can_sign

COLUMNS = ("METHOD", "PATH", "OPERATION", "CREDENTIALS")

_NO_CREDENTIALS = "  credentials  none are required (--no-auth)"

WEBHOOKS = "Webhooks and callbacks"

WEBHOOK_COLUMNS = ("NAME", "METHOD", "KIND")

ENDPOINT_COLUMNS = ("METHOD", "PATH", "ENDPOINT", "ACCEPTS")

ADMIN = f"{ROOT}admin/openapi.json"

SHOWN = 5
"""Maximum number of credentials per API in the banner; the index shows all."""


def banner(
    index: Index,
    mounted: Sequence[MountedApi],
    base_url: str,
    extra_tokens: int = 0,
    problems: Sequence[str] = (),
    *,
    address: str = "",
) -> str:
    """Return base URL, test credentials and a curl command for each API.

    :param extra_tokens: number of credentials in the settings; their values are secrets and not shown.
    :param problems: lines about errors of the documents.
    :param address: the address and port that the server listens on, if other machines can reach it.
    """
    lines = []
    for item in mounted:
        lines += ["", f"{item.api.title}", f"  base URL     {base_url}{item.prefix}"]
        lines += _base_lines(item)
        lines += _credential_lines(item) if index.requires_credentials else [_NO_CREDENTIALS]
        if first := _example_operation(item):
            lines.append(f"  try          {index.curl(first, base_url)}")
    lines += _endpoint_lines(index)
    lines += _webhook_lines(index, base_url)
    if extra_tokens:
        lines += ["", f"plus {extra_tokens} credential{'s' if extra_tokens > 1 else ''} from the settings"]
    if problems:
        lines += ["", *problems]
    lines += ["", f"all operations {base_url}{ROOT}", f"Swagger UI     {base_url}{UI}"]
    lines += [f"admin API      {base_url}{ADMIN}"]
    lines += [f"listening on   {address}: other machines can connect"] if address else []
    lines += ["Press Ctrl-C to stop.", ""]
    return printable("\n".join(map(one_line, lines)))


def _endpoint_lines(index: Index) -> list[str]:
    """Return a line for each endpoint of OAuth 2.0."""
    rows = [(one.kind.value, f"{METHODS[one.kind][0]} {one.path}", ", ".join(one.accepts)) for one in index.endpoints]
    shown = [f"  {line}".rstrip() for line in aligned(rows[:SHOWN])] if rows else []
    more = [f"  and {len(rows) - SHOWN} more, see below"] if len(rows) > SHOWN else []
    if any(one.is_oidc for one in index.endpoints) and not can_sign():
        more.append(f"  note: {MISSING}")
    return ["", "OAuth 2.0", *shown, *more] if rows else []


def _webhook_lines(index: Index, base_url: str) -> list[str]:
    """Return the names of webhooks and callbacks, and a command that sends the first one."""
    names = index.webhooks.names
    found = list(index.webhooks.listed(base_url, SHOWN)) if names else []
    if not found:
        return []
    rows = [(one.name, one.method, one.kind) for one in found]
    more = [f"  and {len(names) - SHOWN} more, see below"] if len(names) > SHOWN else []
    return ["", WEBHOOKS, *(f"  {line}" for line in aligned(rows)), *more, f"  send         {found[0].curl}"]


def _base_lines(mounted: MountedApi) -> list[str]:
    """Return a line with the other path prefixes of an API, if it has some."""
    shown = ", ".join([base or "/" for base in mounted.bases][:SHOWN])
    more = len(mounted.bases) - SHOWN
    return [f"  also at      {shown}" + (f" and {more} more" if more > 0 else "")] if mounted.bases else []


def _credential_lines(mounted: MountedApi) -> Iterator[str]:
    samples = [(scheme, sample) for scheme in schemes(mounted) for sample in shown_samples(scheme) if sample.accepted]
    lines = [(sent_as(scheme, sample.value), _scopes(scheme, sample)) for scheme, sample in samples[:SHOWN]]
    width = max((len(line) for line, _ in lines), default=0)
    label = "credentials"
    for line, scopes in lines:
        yield f"  {label:12} {line:{width}}  {scopes}".rstrip()
        label = ""
    if len(samples) > SHOWN:
        yield f"  {'':12} and {len(samples) - SHOWN} more, see below"


def _scopes(scheme: SecurityScheme, sample: SampleCredential) -> str:
    """Return the scopes of a credential; ``""`` if its scheme has no scopes."""
    if not scheme.scopes:
        return ""
    return "all scopes" if sample.scopes is None else ", ".join(sample.scopes) or "no scopes"


def _example_operation(mounted: MountedApi) -> MountedOperation | None:
    """Return an operation for the banner: the first GET, else the first operation, or ``None``."""
    reading = (item for item in mounted.operations if item.operation.method == "GET")
    return next(reading, next(iter(mounted.operations), None))


def routes_text(data: dict[str, Any]) -> str:
    """Return the operations as plain text in aligned columns.

    :param data: the data of the index (:meth:`Index.data`).
    """
    lines: list[str] = []
    for api in data["apis"]:
        lines += [_heading(api), "", *aligned([COLUMNS, *_rows(api)]), ""]
        lines += [*(operation["curl"] for operation in api["operations"]), ""]
    if data["oauth"]:
        lines += ["OAuth 2.0", "", *aligned([ENDPOINT_COLUMNS, *_endpoint_rows(data)]), ""]
    if data["webhooks"]:
        lines += [WEBHOOKS, "", *aligned([WEBHOOK_COLUMNS, *_webhook_rows(data)]), ""]
    return printable("".join(f"{one_line(line.rstrip())}\n" for line in lines))


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table whose columns are as wide as their widest cells."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]


def print_routes(data: dict[str, Any]) -> None:
    """Print the operations on a terminal."""
    from rich.console import Console  # noqa: PLC0415 (needed on a terminal only)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    for api in data["apis"]:
        # Text, not str, which would interpret brackets in a document as markup.
        table = Table(*COLUMNS, title=Text(one_line(_heading(api))), title_justify="left")
        for row in _rows(api):
            table.add_row(*(Text(one_line(cell), overflow="fold") for cell in row))
        console.print(table)
        for operation in api["operations"]:
            console.print(Text(printable(operation["curl"])), soft_wrap=True)
        console.print()
    if data["oauth"]:
        table = Table(*ENDPOINT_COLUMNS, title="OAuth 2.0", title_justify="left")
        for row in _endpoint_rows(data):
            table.add_row(*(Text(one_line(cell), overflow="fold") for cell in row))
        console.print(table)
    if data["webhooks"]:
        table = Table(*WEBHOOK_COLUMNS, title=WEBHOOKS, title_justify="left")
        for listed in _webhook_rows(data):
            table.add_row(*(Text(one_line(cell), overflow="fold") for cell in listed))
        console.print(table)


def _webhook_rows(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["name"], one["method"], one["kind"]) for one in data["webhooks"]]


def _endpoint_rows(data: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(one["method"], one["path"], one["kind"], ", ".join(one["accepts"]) or "-") for one in data["oauth"]]


def _heading(api: dict[str, Any]) -> str:
    native = f" or {api['native_url']}" if api["native_url"] else ""
    return f"{api['title']}  {api['base_url']}{native}"


def _rows(api: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (item["method"], item["path"], item["id"], " or ".join(item["security"]) or "none")
        for item in api["operations"]
    ]
