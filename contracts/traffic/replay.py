"""Replay: sends recorded exchanges to an implementation and reports responses that differ from the expected ones.

:class:`Replay` sends the cases and yields typed events; it prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from contracts.conformance.credentials import Identity, public_credentials, secret_references, secret_strings
from contracts.conformance.given_headers import header_secrets, with_headers
from contracts.errors import SubjectError, TransportError
from contracts.findings import Evidence, Finding, Severity
from contracts.messages import Headers, Request, Response
from contracts.redaction.known import all_forms
from contracts.run_result import CoverageCell, Event, Progress, Run
from contracts.spec.model import Api, Contract, Operation
from contracts.traffic.credential_substitution import secrets_of, substitutions, with_identities
from contracts.traffic.expectations import differences
from contracts.traffic.matching import operation_of
from contracts.traffic.recorded_case import FOR_EVERYONE, ExpectedExchange, RecordedCase
from contracts.traffic.replayed_exchange import Mismatch, ReplayedExchange
from contracts.transports.transport import Transport
from contracts.wording import pluralize

VERB = "contracts replay"

NO_ANSWER = "no-answer"
"""The rule of findings about requests without a complete response."""

REFUSALS_UNTIL_STOP = 10
"""The replay stops if this many requests that should succeed were all rejected with the same status code."""

FAILURES_UNTIL_STOP = 3
"""The replay stops after this many consecutive requests without a complete response."""


@dataclass(frozen=True)
class ReplayOptions:
    """Which cases are sent, and how.

    :param sources: of :data:`contracts.traffic.recorded_case.SOURCES`: accepted sources of expectations.
    :param api: the API that the target serves at its root; ``None``: all, under the document's prefixes.
    :param identities: credentials that replace the recorded ones; empty: the recorded ones are sent.
    :param headers: headers of every request that does not have them already.
    """

    sources: tuple[str, ...] = FOR_EVERYONE
    api: Api | None = None
    identities: tuple[Identity, ...] = ()
    headers: Headers = ()


class _UnsendableError(Exception):
    """A request that a transport cannot send, for example with a wrong ``Content-Length``."""


def run_case(
    case: RecordedCase, send: Callable[[Request], Response], contract: Contract | None, *, api: str = ""
) -> Iterator[tuple[ExpectedExchange, ReplayedExchange, list[Mismatch]]]:
    """Send a case; yield each exchange with its result and the differences from the expectations.

    :param api: the API that is served at the root, without the document's prefix; ``""``: none.
    """
    earlier: list[ReplayedExchange] = []
    for exchange in case.exchanges:
        replayed = ReplayedExchange(exchange.request, send(exchange.request), tuple(earlier), contract, api)
        yield exchange, replayed, list(differences(exchange.expected, replayed))
        earlier.append(replayed)


class Replay:
    """One replay of a list of cases.

    :ivar cases: the cases that are sent.
    :ivar findings: so far, in order.
    :ivar requests: number of requests sent.
    :ivar notes: what was skipped, and why.
    """

    def __init__(
        self,
        cases: Iterable[RecordedCase],
        transport: Transport,
        contract: Contract | None = None,
        options: ReplayOptions | None = None,
    ) -> None:
        self._transport = transport
        self._contract = contract
        self._options = options or ReplayOptions()
        self._root = self._options.api.name if self._options.api else ""
        self.requests = 0
        self.findings: list[Finding] = []
        given = list(cases)
        self.notes = [note for case in given for note in case.notes]
        self.cases = tuple(map(self._with_headers, self._selected(given)))
        self._checked: Counter[tuple[str, int, str]] = Counter()
        self._failed: Counter[tuple[str, int, str]] = Counter()
        self._refused: Counter[int] = Counter()
        self._successes = 0
        self._failures = 0

    # ------------------------------------------------------------------ selection

    def _selected(self, cases: list[RecordedCase]) -> Iterator[RecordedCase]:
        credentials = substitutions(self._contract, self._options.identities) if self._contract else None
        skipped: Counter[str] = Counter()
        for case in cases:
            relative = self._relative(case)
            if case.source and case.source not in self._options.sources:
                skipped[f"with source '{case.source}', which --source does not include"] += 1
            elif case.settings:
                skipped["that need settings of casemock"] += 1
            elif relative is None:
                skipped["for an API other than --api"] += 1
            elif case.source and credentials is not None and credentials.missing_for(relative):
                skipped["because no --identity has the scopes of the recorded credential"] += 1
            elif case.source:
                yield credentials.apply_to(relative) if credentials is not None else relative
            elif case.exchanges:
                yield with_identities(relative, self._options.identities, self._contract, api=self._root)
        self.notes += [f"skipped {pluralize(number, 'case')} {reason}" for reason, number in skipped.items()]

    def _with_headers(self, case: RecordedCase) -> RecordedCase:
        headers = self._options.headers
        sent = [replace(one, request=with_headers(one.request, headers)) for one in case.exchanges]
        return replace(case, exchanges=tuple(sent)) if headers else case

    def _relative(self, case: RecordedCase) -> RecordedCase | None:
        """Return the case with the paths of the target; ``None`` if it belongs to another API."""
        prefix = self._options.api.prefix if self._options.api else ""
        moved = []
        for exchange in case.exchanges:
            target = exchange.request.target
            below = target.removeprefix(prefix) if target.startswith((f"{prefix}/", f"{prefix}?")) else None
            if below is None and case.source:
                return None
            moved.append(replace(exchange, request=replace(exchange.request, target=below or target)))
        return replace(case, exchanges=tuple(moved))

    # ------------------------------------------------------------------ sending

    def run(self) -> Generator[Event, None, None]:
        """Send the cases; yield findings as they occur, and progress after each case.

        :raises SubjectError: if the target cannot be reached, or rejects all requests alike.
        """
        for done, case in enumerate(self.cases, start=1):
            for finding in self._play(case):
                self.findings.append(finding)
                yield finding
            yield Progress("cases", case.name, done, len(self.cases), self.requests)

    def _play(self, case: RecordedCase) -> Iterator[Finding]:
        sent: list[Request] = []
        results = run_case(case, self._send, self._contract, api=self._root)
        while True:
            try:
                exchange, replayed, found = next(results)
            except StopIteration:
                return
            except TransportError as error:
                yield self._no_response(case, sent, error)
                return
            except _UnsendableError as error:
                self.notes.append(f"{case.exchanges[len(sent)].location}: the request cannot be sent: {error}")
                return
            sent.append(replayed.request)
            self._count(exchange, replayed, found)
            for _, same in groupby(found, key=lambda difference: difference.key):
                yield _finding(case, exchange, replayed, list(same), sent)

    def _send(self, request: Request) -> Response:
        self.requests += 1
        try:
            response = self._transport.send(request)
        except ValueError as error:
            raise _UnsendableError(str(error)) from error
        self._failures = 0
        return response

    def _no_response(self, case: RecordedCase, sent: Sequence[Request], error: TransportError) -> Finding:
        """Return the finding for a request without a response, which ends the case."""
        self._failures += 1
        if error.kind in {"unreachable", "tls"} or self._failures == FAILURES_UNTIL_STOP:
            raise SubjectError(f"{self._transport.base}: {error.message}", hint=error.hint or "check the base URL")
        exchange = case.exchanges[len(sent)]
        self._failed["", 0, NO_ANSWER] += 1
        evidence = Evidence("", (*sent, exchange.request), None, "a response", error.message)
        message = f"{_title(case)}: incomplete response"
        return Finding(NO_ANSWER, Severity.ERROR, exchange.location, message, error.hint, evidence)

    def _count(self, exchange: ExpectedExchange, replayed: ReplayedExchange, found: Sequence[Mismatch]) -> None:
        operation = replayed.operation.id if replayed.operation else ""
        checked = [*exchange.expected, *(["contract"] if operation else [])]
        for key in checked:
            self._checked[operation, replayed.response.status, key] += 1
        for key in {difference.key for difference in found}:
            self._failed[operation, replayed.response.status, key] += 1
        if exchange.expected["status"] < 400:
            self._successes += 1
            self._refused[replayed.response.status] += replayed.response.status in {401, 403, 404}
            self._stop_if_all_refused()

    def _stop_if_all_refused(self) -> None:
        """Raise an error if all requests that should succeed are rejected with the same status code."""
        for status, number in self._refused.items():
            if number == self._successes == REFUSALS_UNTIL_STOP:
                hint = (
                    "check the base URL, and whether the paths have the document's prefix there (--api)"
                    if status == 404
                    else "give valid credentials: --identity NAME=TOKEN"
                )
                message = f"{self._transport.base} responds with {status} to all requests"
                raise SubjectError(message, hint=hint)

    # ------------------------------------------------------------------ result

    def _operations(self) -> tuple[Operation, ...]:
        """Return all operations of the APIs that the cases use."""
        if self._contract is None:
            return ()
        requests = [exchange.request for case in self.cases for exchange in case.exchanges]
        found = [operation_of(self._contract, one, api=self._root) for one in requests]
        apis = {operation.api for operation in found if operation is not None}
        return tuple(operation for operation in self._contract.operations if operation.api in apis)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Strings that must be masked in output: the user's credentials, and those of recorded traffic."""
        recorded = [case for case in self.cases if not case.source]
        given = (*secret_strings(self._options.identities), *header_secrets(self._options.headers))
        return (*given, *all_forms(secrets_of(recorded)))

    def result(self, *, document: str = "", reproduce: str = "", finished: bool = True) -> Run:
        """Return the results so far.

        :param document: the document as the user named it.
        :param reproduce: the command that runs this again.
        """
        operations = self._operations()
        keys = sorted(self._checked.keys() | self._failed.keys())
        return Run(
            command=VERB,
            document=document,
            subject=self._transport.base,
            findings=tuple(self.findings),
            operations=tuple(one.id for one in operations),
            documented={one.id: tuple(response.status for response in one.responses) for one in operations},
            cells=tuple(CoverageCell(*key, self._checked[key], self._failed[key]) for key in keys),
            requests=self.requests,
            notes=tuple(self.notes),
            reproduce=reproduce,
            finished=finished,
            secrets=self.secrets,
            references=secret_references(self._options.identities),
            public=public_credentials(self._contract) if self._contract else (),
        )


def _finding(
    case: RecordedCase,
    exchange: ExpectedExchange,
    replayed: ReplayedExchange,
    found: Sequence[Mismatch],
    sent: Sequence[Request],
) -> Finding:
    """Return one finding for all differences of one key; it shows the first of them."""
    first = found[0]
    more = f", and {pluralize(len(found) - 1, 'more difference')}" if len(found) > 1 else ""
    operation = replayed.operation.id if replayed.operation else ""
    requests = tuple(map(_without_defaults, sent))
    evidence = Evidence(operation, requests, replayed.response, f"{first.location}: {first.expected}", first.got)
    request = f"{replayed.request.method} {replayed.request.target}"
    message = f"{_title(case)}: {request}: unexpected {first.location}{more}"
    return Finding(f"replay/{first.key}", Severity.ERROR, exchange.location, message, "", evidence)


def _title(case: RecordedCase) -> str:
    return case.sentence.removesuffix(".")


def _without_defaults(request: Request) -> Request:
    """Return a request without headers that every client adds by itself."""
    is_default = request.header("content-length") == str(len(request.body))
    return request.without("content-length") if is_default else request
