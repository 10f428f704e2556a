"""The request log of ``mockserver run`` on standard error (``docs/request-log.md``)."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from contracts.cli.color import AUTO, use_color
from contracts.messages import Request
from contracts.spec.known_secrets import masker_of
from contracts.spec.model import Contract
from contracts.spec.processor_time import limited_processor_time
from mockserver.app import MockApp, create_app
from mockserver.exchange import Exchange, pairs
from mockserver.server.log_lines import Content, Entry, JsonLines, Lines, TextLines
from mockserver.server.log_writer import Diagnostics, LogWriter
from mockserver.settings import Settings
from mockserver.settings_values import JSON


class RequestLog:
    """Writes exchanges, with secrets masked.

    :param contracts: their security schemes say which parameters and headers have API keys.
    :param is_verbose: whether to show headers and bodies.
    :param known: the credentials of the settings.
    """

    def __init__(
        self,
        contracts: Iterable[Contract],
        lines: Lines,
        write: Callable[[str], None],
        *,
        is_verbose: bool = False,
        known: Sequence[str] = (),
    ) -> None:
        self._masker = masker_of(contracts, known)
        self._lines = lines
        self._write = write
        self._is_verbose = is_verbose

    def __call__(self, exchange: Exchange, violations: Sequence[str] = ()) -> None:
        """Write an exchange.

        :param violations: why the request was refused.
        """
        reasons = violations or ((exchange.reason,) if exchange.reason else ())
        if reasons:
            request = Request(
                exchange.method, exchange.target, pairs(exchange.request_headers), exchange.cut().request_body
            )
            target, reasons = self._masker.refusal(request, reasons, exchange.template)
        else:
            target = self._masker.target(exchange.target, exchange.template, exchange.request_headers)
        entry = Entry(
            exchange.time,
            exchange.method,
            target,
            exchange.status,
            exchange.milliseconds,
            exchange.api,
            exchange.operation,
            reasons,
            exchange.stub,
            exchange.fault,
            self._contents(exchange) if self._is_verbose else (),
            exchange.sent.name if exchange.sent is not None else "",
            exchange.sent.origin if exchange.sent is not None else "",
        )
        self._write(self._lines.request(entry))

    def _contents(self, exchange: Exchange) -> tuple[Content, Content]:
        request, response = exchange.cut().masked(self._masker)
        return Content(request.headers, request.body), Content(response.headers, response.body)


class LogOutput:
    """The log of a server process.

    :param writer: writes to standard error.
    """

    def __init__(self, settings: Settings, writer: LogWriter, lines: Lines) -> None:
        self._settings = settings
        self._writer = writer
        self._lines = lines

    def create_app(self) -> MockApp:
        """Create a mock server with the settings, which logs its requests unless the settings are ``quiet``.

        Raises what :func:`mockserver.app.create_app` raises.
        """
        settings = self._settings
        with limited_processor_time():
            app = create_app(settings=settings)
        app.check_hosts()
        if not settings.quiet:
            log = RequestLog(
                app.contracts,
                self._lines,
                self._writer.write,
                is_verbose=settings.verbose,
                known=settings.credentials,
            )
            app.log_to(log, own_pages=settings.verbose)
        return app


@contextlib.contextmanager
def log_output(settings: Settings) -> Iterator[LogOutput]:
    """Yield the log. In this block everything that is written to ``sys.stderr`` is written to the log."""
    stream = sys.stderr
    lines = _lines(settings)
    with LogWriter(stream, lines.dropped) as writer, contextlib.ExitStack() as stack:
        diagnostics = Diagnostics(writer, stream, lines.message)
        stack.callback(diagnostics.end)
        stack.enter_context(contextlib.redirect_stderr(diagnostics))
        yield LogOutput(settings, writer, lines)


def _lines(settings: Settings) -> Lines:
    if settings.log_format == JSON:
        return JsonLines()
    stream = sys.stderr
    if stream is None:  # closed by the parent process
        return TextLines()
    return TextLines(color=use_color(AUTO, stream), is_terminal=stream.isatty())
