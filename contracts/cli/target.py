"""Arguments of commands that send requests: the server or application, and credentials."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contracts.errors import DocumentError

if TYPE_CHECKING:
    from contracts.cli.support import Parser
    from contracts.conformance.credentials import Identity
    from contracts.findings import Finding
    from contracts.messages import Headers
    from contracts.spec.model import Contract
    from contracts.transports.transport import Transport

REFERENCE = re.compile(r"([A-Za-z]+ )?\$(\w+|\{\w+\})")
"""A header value that is an environment variable, with or without an authentication scheme such as ``Bearer``."""


def add_subject(command: Parser, title: str = "target") -> Any:
    """Add the arguments of :func:`add_target` and :func:`add_credentials`; return the group of the target."""
    group = add_target(command, title)
    add_credentials(command)
    return group


def add_target(command: Parser, title: str = "target") -> Any:
    """Add ``--url``, ``--app``, ``--api``, ``--insecure`` and ``--cacert``; return their group."""
    group = command.add_argument_group(title)
    where = group.add_mutually_exclusive_group(required=True)
    where.add_argument("--url", metavar="URL", help="base URL of the server")
    where.add_argument("--app", metavar="MODULE:ATTRIBUTE", help="ASGI or WSGI application, called in this process")
    group.add_argument(
        "--api", metavar="NAME", default="", help="test one API of the document, at its native paths without the prefix"
    )
    group.add_argument("--insecure", action="store_true", help="do not verify the server's TLS certificate")
    group.add_argument("--cacert", metavar="FILE", default="", help="PEM file of trusted certificates")
    return group


def add_credentials(command: Parser) -> Any:
    """Add ``--identity`` and ``--header``; return their group."""
    group = command.add_argument_group("credentials")
    group.add_argument(
        "--identity",
        metavar="NAME[@SCHEME]=TOKEN[:SCOPE,SCOPE]",
        action="append",
        default=[],
        help="credential, optionally for one security scheme, and its scopes (default: all scopes); repeatable",
    )
    group.add_argument(
        "--header",
        metavar="'NAME: VALUE'",
        action="append",
        default=[],
        help="header of every request, unless the request has it already; $VARIABLE is read from the environment; "
        "repeatable",
    )
    return group


def add_remote(group: Any) -> None:
    """Add ``--allow-remote`` and ``--allow-folder``."""
    group.add_argument(
        "--allow-remote", action="store_true", help="also read http:// and https:// URLs that the document refers to"
    )
    add_folders(group)


def add_folders(group: Any) -> None:
    """Add ``--allow-folder``."""
    group.add_argument(
        "--allow-folder",
        metavar="DIR",
        action="append",
        default=[],
        help="also read files in this folder that the document refers to, besides those in its own folder and "
        "repository; repeatable",
    )


def folder_arguments(arguments: argparse.Namespace) -> Iterator[str]:
    """Yield the ``--allow-folder`` options."""
    for folder in arguments.allow_folder:
        yield from ("--allow-folder", folder)


def load_contract(source: str, *, allow_remote: bool, allow_folders: Sequence[str] = ()) -> Contract:
    """Compile a document. Raises :class:`DocumentError` with ``--allow-remote`` in hints about remote references."""
    import contracts  # noqa: PLC0415 (--help needs none of this)

    try:
        return contracts.load(source, allow_remote=allow_remote, allow_folders=allow_folders)
    except DocumentError as error:
        raise DocumentError([_with_option(one) for one in error.findings]) from None


def _with_option(finding: Finding) -> Finding:
    if finding.rule != "remote-reference" or not finding.message.startswith("remote reference 'http"):
        return finding
    return replace(finding, hint=f"{finding.hint}, or read it with --allow-remote")


def headers_of(arguments: argparse.Namespace) -> Headers:
    """Return the headers. Raises :class:`contracts.errors.UsageError`, whose message does not contain a value."""
    from contracts.conformance.given_headers import parse_headers  # noqa: PLC0415 (as above)

    return parse_headers(arguments.header, os.environ)


def identities_of(arguments: argparse.Namespace) -> tuple[Identity, ...]:
    """Return the identities. Raises :class:`contracts.errors.UsageError`, whose message does not contain the secret."""
    from contracts.conformance.credentials import parse_identity  # noqa: PLC0415 (--help needs none of this)

    return tuple(parse_identity(text, os.environ) for text in arguments.identity)


def transport_of(arguments: argparse.Namespace) -> Transport:
    """Return the transport to the server or application. Raises :class:`contracts.errors.UsageError`."""
    from contracts.transports.app_loader import to_application  # noqa: PLC0415 (as above)
    from contracts.transports.network import over_http  # noqa: PLC0415

    if arguments.app:
        return to_application(arguments.app)
    return over_http(arguments.url, verify=not arguments.insecure, authorities=arguments.cacert)


def masked_identity_arguments(arguments: argparse.Namespace) -> Iterator[str]:
    """Yield the ``--identity`` options with tokens masked, except for references to environment variables."""
    for text in arguments.identity:
        name, _, rest = text.partition("=")
        yield "--identity"
        yield text if rest.startswith("$") else f"{name}=…"


def masked_header_arguments(arguments: argparse.Namespace) -> Iterator[str]:
    """Yield the ``--header`` options with values masked, except for references to environment variables."""
    for text in arguments.header:
        name, _, value = text.partition(":")
        yield "--header"
        yield text if REFERENCE.fullmatch(value.strip()) else f"{name}: …"
