"""What verbs that ask an implementation share: where it is, and who asks."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.probe.identities import Identity
    from contracts.terminal import Parser
    from contracts.transports.transport import Transport


def add_subject(verb: Parser, title: str) -> Any:
    """Add ``--url``, ``--app``, ``--api``, ``--identity``, ``--insecure`` and ``--cacert``; gives their group."""
    group = verb.add_argument_group(title)
    where = group.add_mutually_exclusive_group(required=True)
    where.add_argument("--url", metavar="URL", help="base URL of a server")
    where.add_argument("--app", metavar="MODULE:ATTRIBUTE", help="ASGI or WSGI application, called in this process")
    group.add_argument("--api", metavar="NAME", default="", help="one API of the document, at its own native paths")
    group.add_argument(
        "--identity",
        metavar="NAME[@SCHEME]=TOKEN[:SCOPE,SCOPE]",
        action="append",
        default=[],
        help="a credential, the security scheme it is for, and its scopes (none given: all); repeatable",
    )
    group.add_argument("--insecure", action="store_true", help="do not look at the server's certificate")
    group.add_argument("--cacert", metavar="FILE", default="", help="certificates to trust, PEM")
    return group


def identities_of(arguments: argparse.Namespace) -> tuple[Identity, ...]:
    """Who asks. Raises :class:`contracts.errors.UsageError`, without the text, which holds a secret."""
    from contracts.probe.given import parse_identity  # noqa: PLC0415 (--help needs none of this)

    return tuple(parse_identity(text, os.environ) for text in arguments.identity)


def transport_of(arguments: argparse.Namespace) -> Transport:
    """The way to the implementation. Raises :class:`contracts.errors.UsageError`."""
    from contracts.transports.named import to_application  # noqa: PLC0415 (as above)
    from contracts.transports.network import over_http  # noqa: PLC0415

    if arguments.app:
        return to_application(arguments.app)
    return over_http(arguments.url, verify=not arguments.insecure, authorities=arguments.cacert)


def identity_words(arguments: argparse.Namespace) -> Iterator[str]:
    """The ``--identity`` options as they may be shown: a token that is not in the environment is left out."""
    for text in arguments.identity:
        name, _, rest = text.partition("=")
        yield "--identity"
        yield text if rest.startswith("$") else f"{name}=…"
