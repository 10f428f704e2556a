"""Drift: recorded traffic held against a document. What is not written there is found, and what was never seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.consumption.deviations import Deviation, deviations_of
from contracts.consumption.recorder import Recorder, name_of
from contracts.consumption.strangers import documented_template, guessed_template, is_refused
from contracts.consumption.traffic import Exchange, Traffic
from contracts.consumption.unseen import unseen
from contracts.consumption.used import Usage
from contracts.findings import Evidence, Finding, Severity
from contracts.outcome import Cell, Run, counted
from contracts.spec.model import Contract

VERB = "contracts drift"

CHECK = "traffic"
"""What the matrix of the reports calls a look at an exchange."""


@dataclass
class _Seen:
    """A deviation, how often it was seen, and the first exchange that shows it."""

    deviation: Deviation
    operation: str
    exchange: Exchange
    got: str
    count: int = 0


class Drift:
    """One comparison of traffic with a document.

    :param paths: HAR files and journals.
    :param recorded_at: base URL of the entries that count; ``""``: all.
    :param unseen: whether to tell what is documented and was never seen.
    """

    def __init__(self, paths: Sequence[str], contract: Contract, recorded_at: str = "", *, unseen: bool = True) -> None:
        self._paths = paths
        self._recorded_at = recorded_at
        self._looked: Counter[tuple[str, int]] = Counter()
        self._failed: Counter[tuple[str, int]] = Counter()
        self._contract = contract
        self._traffic = Traffic(paths, contract, recorded_at)
        self._unseen = unseen
        self._seen: dict[tuple[str, Deviation], _Seen] = {}
        self._usage = Usage("", contract.title, contract.version)
        self._refused = 0

    def run(self, *, document: str, reproduce: str = "") -> Run:
        """Read all traffic and tell what was found.

        :param document: as the user named it.
        :param reproduce: the command that runs this again.
        :raises DocumentError: for a file that is no traffic.
        """
        recorder = Recorder(self._contract, self._usage, "none")
        for exchange in self._traffic:
            recorder.take(exchange)
            self._judge(exchange)
        operations = self._contract.operations
        return Run(
            verb=VERB,
            document=document,
            subject=self._recorded_at,
            findings=(*self._findings(), *self._hints()),
            operations=tuple(one.id for one in operations),
            documented={one.id: tuple(response.status for response in one.responses) for one in operations},
            cells=tuple(Cell(*key, CHECK, self._looked[key], self._failed[key]) for key in sorted(self._looked)),
            requests=self._looked.total(),
            notes=tuple(self._notes()),
            reproduce=reproduce,
            fails_at=Severity.WARNING,
        )

    def _judge(self, exchange: Exchange) -> None:
        operation = exchange.operation
        key = (operation.id if operation is not None else "", exchange.response.status)
        self._looked[key] += 1
        if operation is not None:
            found = list(deviations_of(exchange, operation, self._contract))
            self._failed[key] += bool(found)
            for deviation, got in found:
                self._count(deviation, operation.id, exchange, got)
        elif is_refused(exchange):
            self._refused += 1
        else:
            self._failed[key] += 1
            self._count(*self._stranger(exchange))

    def _stranger(self, exchange: Exchange) -> tuple[Deviation, str, Exchange, str]:
        """An exchange of an operation that is not documented."""
        method, path = exchange.request.method, exchange.request.path
        known = documented_template(self._contract, path)
        if known:
            methods = [one.method for one in self._contract.operations if one.path == known]
            pointer = next(one.pointer for one in self._contract.operations if one.path == known)
            message, expected = f"{method} {known} is not documented", f"one of {', '.join(methods)}"
            deviation = Deviation("method", Severity.ERROR, pointer.rpartition("/")[0], message, expected)
        else:
            message = f"{method} {guessed_template(path)} is not documented"
            deviation = Deviation("operation", Severity.ERROR, "/paths", message, "an operation of the document")
        return deviation, "", exchange, f"{exchange.response.status} for {path}"

    def _count(self, deviation: Deviation, operation: str, exchange: Exchange, got: str) -> None:
        seen = self._seen.setdefault((operation, deviation), _Seen(deviation, operation, exchange, got))
        seen.count += 1

    def _findings(self) -> Iterator[Finding]:
        order = [Severity.ERROR, Severity.WARNING, Severity.HINT]
        for seen in sorted(self._seen.values(), key=lambda one: order.index(one.deviation.severity)):
            deviation, exchange = seen.deviation, seen.exchange
            place = f"{exchange.location.file}:{exchange.location.line}"
            how_often = f"{seen.count} times, first at" if seen.count > 1 else "once, at"
            evidence = Evidence(
                seen.operation,
                (exchange.request,),
                exchange.response,
                deviation.expected,
                f"{seen.got} ({how_often} {place})",
            )
            location = self._contract.locate(deviation.pointer)
            rule = f"drift/{deviation.rule}"
            line = self._contract.document.line_of(location)
            yield Finding(rule, deviation.severity, location, deviation.message, HINTS[deviation.rule], evidence, line)

    def _hints(self) -> Iterator[Finding]:
        for operation, deviation in unseen(self._usage, self._contract) if self._unseen else ():
            location = self._contract.locate(deviation.pointer)
            message = f"{name_of(operation)}: {deviation.message}"
            evidence = Evidence(operation.id, (), None, "some exchange that shows it", "none")
            line = self._contract.document.line_of(location)
            yield Finding(f"drift/{deviation.rule}", deviation.severity, location, message, "", evidence, line)

    def _notes(self) -> Iterator[str]:
        yield f"looked at {counted(self._looked.total(), 'exchange')} of {', '.join(self._paths)}"
        yield from self._traffic.notes
        if self._refused:
            yield f"{counted(self._refused, 'exchange')} asked for what neither the document nor the server knows"


HINTS = {
    "operation": "document it, or take it off the server",
    "method": "document it, or take it off the server",
    "parameter": "document it, or stop sending it",
    "parameter-value": "widen its schema, or have the server refuse it",
    "parameter-missing": "document it as optional, or have the server refuse requests without it",
    "request-body": "document it as it is sent, or have the server refuse it",
    "request-media-type": "document it, or have the server answer 415",
    "request": "widen the schema, or have the server refuse such bodies",
    "request-field": "document it, or stop sending it",
    "status": "document it, or have the server answer with a documented one",
    "header": "document it as optional, or have the server send it",
    "media-type": "document it, or have the server answer with a documented one",
    "body": "document it, or have the server send none",
    "response": "put the schema right, or the server",
    "response-field": "document it, or have the server leave it out",
}
"""What to do about each kind of deviation."""
