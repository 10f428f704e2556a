"""``mockserver webhook``: send a documented webhook or callback, and check the response of its receiver."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.cli.support import FINDINGS, OK, Parser, write
from contracts.errors import UsageError
from contracts.escaping import one_line, printable
from contracts.wording import suggestion
from mockserver.cli.flags import add_options, settings_of
from mockserver.settings import Settings

if TYPE_CHECKING:
    from contracts.messages import Headers, Request
    from contracts.redaction.messages import Masker
    from contracts.spec.model import Contract, MediaType
    from contracts.spec.webhooks import Webhook, Webhooks
    from mockserver.outgoing.messages import Outgoing, Received

HELP = "send a documented webhook or callback, and check the response"

DESCRIPTION = """\
Send a documented webhook to a URL, with a generated body and the required headers and parameters, and check the
response of the receiver against the documented ones: status code, content type, headers and body.

NAME is the name of a webhook ('webhooks', or 'x-webhooks' in OpenAPI 3.0), or of a callback: OPERATION.CALLBACK.
Without NAME, all names are listed. The request is sent once; redirects are not followed."""

EPILOG = """\
examples:
  {prog} --spec shop.yaml                                  list the webhooks and callbacks
  {prog} newOrder --spec shop.yaml --to http://localhost:3000/hooks
  {prog} createOrder.onPaid --spec shop.yaml --to http://localhost:3000/paid
  {prog} newOrder --spec shop.yaml --to http://localhost:3000/hooks --seed 7    another body
  {prog} newOrder --spec shop.yaml --to https://test.example.com/hooks --header 'X-Signature: $SIGNATURE'
  {prog} newOrder --spec shop.yaml --to http://localhost:3000/hooks --body @order.json

The same seed gives the same body.
exit codes: 0 the response is documented, 1 it is not, 2 wrong usage, unusable document or no response"""

SHOWN = 20
"""Maximum number of names in a hint."""

MAX_TEXT = 4000
"""Maximum number of characters of a body that are shown."""


def configure(parser: Parser) -> Parser:
    """Add the arguments of the command to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    parser.add_argument("name", metavar="NAME", nargs="?", help="name of a webhook, or OPERATION.CALLBACK")
    request = parser.add_argument_group("request")
    request.add_argument("--to", metavar="URL", help="the receiver")
    request.add_argument(
        "--header",
        metavar="HEADER",
        action="append",
        default=[],
        help="send this header, 'Name: value'; $VARIABLE is read from the environment; repeatable",
    )
    request.add_argument("--content-type", metavar="TYPE", help="documented content type of the body (default: JSON)")
    request.add_argument(
        "--body", metavar="JSON", help="JSON value to send instead of a generated one, valid or not; @FILE reads it"
    )
    parser.add_argument_group("documents").add_argument(
        "--spec",
        dest="specs",
        metavar="SPEC",
        action="append",
        default=argparse.SUPPRESS,
        help="OpenAPI document, 3.0 to 3.2, YAML or JSON; repeatable (default: the bundled case APIs)",
    )
    add_options(
        parser,
        *("strict_document", "allow_remote", "allow_folders"),
        *("seed", "locale", "optional", "static"),
    )
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Send the webhook and show the response, or list the names."""
    if arguments.name is None and arguments.to is not None:
        raise UsageError("which webhook? expected NAME", hint=f"'{arguments.parser.prog} --spec SPEC' lists the names")
    settings = settings_of(arguments)
    # Imported after the options are checked, for fast error messages.
    from contracts.spec.processor_time import limited_processor_time  # noqa: PLC0415
    from contracts.spec.webhooks import Webhooks  # noqa: PLC0415
    from mockserver.cli.problems import report_problems  # noqa: PLC0415
    from mockserver.documents import read_all  # noqa: PLC0415

    with limited_processor_time():
        documents = read_all(settings)
        report_problems(documents)
        known = [(document.contract, Webhooks(document.contract)) for document in documents]
        if arguments.name is None:
            write(printable("".join(f"{one_line(line)}\n" for line in _list(known))))
            return OK
        contract, webhook = _found(arguments.name, known)
        if arguments.to is None:
            raise UsageError(
                "--to: expected the URL of the receiver", hint="for example --to http://localhost:3000/hooks"
            )
        outgoing = _request(arguments, settings, webhook)
    return _deliver(contract, webhook, outgoing)


def _list(known: Sequence[tuple[Contract, Webhooks]]) -> Iterator[str]:
    """Yield a line for each name."""
    is_empty = True
    for _, webhooks in known:
        for name in webhooks.names:
            webhook = webhooks.get(name)
            if webhook is not None:
                is_empty = False
                summary = f"  {webhook.operation.summary}" if webhook.operation.summary else ""
                yield f"{name}  {webhook.operation.method}{summary}"
    if is_empty:
        yield "the document has no webhooks and no callbacks"


def _found(name: str, known: Sequence[tuple[Contract, Webhooks]]) -> tuple[Contract, Webhook]:
    """Return a webhook and its document. Raises :class:`UsageError`."""
    for contract, webhooks in known:
        if (found := webhooks.get(name)) is not None:
            return contract, found
    names = [one for _, webhooks in known for one in webhooks.names]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    listed = f"webhooks and callbacks: {', '.join(names[:SHOWN])}{more}" if names else "the document has none"
    close = suggestion(name, names)
    raise UsageError(f"unknown webhook '{name[:80]}'", hint=f"{close} {listed}" if close else listed)


def _request(arguments: argparse.Namespace, settings: Settings, webhook: Webhook) -> Outgoing:
    """Return the request to send. Raises :class:`UsageError` and :class:`DeliveryError`."""
    from contracts.conformance.given_headers import parse_headers  # noqa: PLC0415 (as in execute)
    from contracts.conformance.request_builder import OMITTED  # noqa: PLC0415
    from contracts.generation.generate import Generators  # noqa: PLC0415
    from mockserver.outgoing.errors import DeliveryError  # noqa: PLC0415
    from mockserver.outgoing.receivers import read_url  # noqa: PLC0415
    from mockserver.outgoing.requests import Requests  # noqa: PLC0415

    try:
        url = read_url(arguments.to)
    except DeliveryError as error:
        raise UsageError(f"--to: {error.message}", hint=error.hint) from None
    generators = Generators(
        seed=settings.seed,
        locale=settings.locale,
        best_effort=True,
        optional=settings.optional,
        fields=settings.fields,
    )
    headers = parse_headers(arguments.header, os.environ)
    return Requests(generators, is_static=settings.static).make(
        webhook,
        url,
        body=OMITTED if arguments.body is None else _json(arguments.body),
        media=_media(webhook, arguments.content_type),
        headers=[(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
    )


def _media(webhook: Webhook, name: str | None) -> MediaType | None:
    """Return a documented media type. Raises :class:`UsageError`."""
    if name is None:
        return None
    from mockserver.outgoing.requests import media_of  # noqa: PLC0415 (as in execute)

    found = media_of(webhook, name)
    if found is None:
        body = webhook.operation.request_body
        names = ", ".join(one.name for one in body.content) if body is not None else ""
        hint = f"documented: {names}" if names else "the webhook has no body"
        raise UsageError(f"--content-type: '{name[:80]}' is not documented, or cannot be written", hint=hint)
    return found


def _json(text: str) -> Any:
    """Return a JSON value, read from a file if the text begins with ``@``. Raises :class:`UsageError`."""
    try:
        return json.loads(Path(text[1:]).read_bytes() if text.startswith("@") else text)
    except OSError as error:
        raise UsageError(f"--body: cannot read {text[1:]}: {(error.strerror or '').lower()}") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--body: not valid JSON: {error}", hint="@FILE reads a file") from None


def _deliver(contract: Contract, webhook: Webhook, outgoing: Outgoing) -> int:
    """Send the request; print it, the response, and what is wrong with the response."""
    from contracts.findings import Finding, Severity  # noqa: PLC0415 (as in execute)
    from contracts.messages import Request, Response  # noqa: PLC0415
    from contracts.spec.known_secrets import masker_of  # noqa: PLC0415
    from mockserver.exchange import pairs  # noqa: PLC0415
    from mockserver.outgoing.delivery import redirection  # noqa: PLC0415
    from mockserver.outgoing.receivers import ANYWHERE  # noqa: PLC0415
    from mockserver.outgoing.requests import violations_of  # noqa: PLC0415
    from mockserver.outgoing.sender import send  # noqa: PLC0415

    masker = masker_of([contract])
    request = Request(outgoing.method, outgoing.url.target, pairs(outgoing.headers), outgoing.body)
    _print([f"{outgoing.method} {outgoing.url.origin}{masker.target(request.target)}", *_lines(">", masker, request)])
    received: Received = asyncio.run(send(outgoing, ANYWHERE))
    response = Response(received.status, pairs(received.headers), received.body)
    masked = masker.exchange(request, response, "")[1]
    reason = HTTPStatus(response.status).phrase if response.status in {*HTTPStatus} else ""
    _print([f"{response.status} {reason}".rstrip() + f" {received.milliseconds:.1f} ms"])
    _print(_shown("<", masked.headers, masked.body))
    if problem := redirection(received):
        _print([f"note: {problem}"])
    findings = [
        Finding(
            f"webhook-response/{one.part}",
            one.severity,
            contract.locate(one.pointer),
            f"{webhook.name}: {one.message}",
            hint=f"expected {one.expected}; got {one.got}",
        )
        for one in violations_of(webhook, received)
    ]
    _print([line for one in findings for line in str(one).split("\n")])
    return FINDINGS if any(one.severity is Severity.ERROR for one in findings) else OK


def _lines(mark: str, masker: Masker, request: Request) -> Iterator[str]:
    from contracts.messages import Response  # noqa: PLC0415 (as in execute)

    masked = masker.exchange(request, Response(0), "")[0]
    yield from _shown(mark, masked.headers, masked.body)


def _shown(mark: str, headers: Headers, body: bytes) -> Iterator[str]:
    """Yield the lines of a message."""
    yield from (f"{mark} {name}: {value}" for name, value in headers)
    if body:
        yield mark
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            text = f"({len(body)} bytes)"
        cut = text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
        yield from (f"{mark} {line}" for line in cut.splitlines())


def _print(lines: Sequence[str] | Iterator[str]) -> None:
    write(printable("".join(f"{one_line(line)}\n" for line in lines)))
