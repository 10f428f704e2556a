"""Recorded traffic, from HAR files and journals, as one stream of exchanges with their operations, secrets masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.spec.known_secrets import masker_of
from contracts.spec.model import Contract, Operation
from contracts.traffic.har import HarOptions, read_answers
from contracts.traffic.journal import entry_of
from contracts.traffic.matching import operation_of, path_of

MOST_PROBLEMS = 20
"""Invalid lines that are reported per journal."""

MOST_SERVERS = 5
"""Servers of a contract whose entries are looked for if --recorded-at is not given."""

JOURNAL_SUFFIXES = frozenset({".ndjson", ".jsonl", ".journal"})
"""File name suffixes of journals whose first line does not identify them."""


@dataclass(frozen=True)
class RecordedExchange:
    """One recorded exchange, without secrets.

    :param request: its target is relative to the API's base URL: ``/cases/7?x=1``.
    :param operation: the operation it matches; ``None``: none of the contract.
    :param location: file and line.
    :param is_whole: whether both bodies were recorded completely.
    """

    request: Request
    response: Response
    operation: Operation | None
    location: Location
    is_whole: bool = True


Raw = tuple[Location, Request, Response, bool, tuple[str, str]]
"""Location, request, response, whether both bodies are complete, recorded operation id and path template."""

NO_OPERATION = ("", "")


class TrafficReader:
    """The exchanges of several files in order, read while iterating.

    :param recorded_at: base URL of the entries to read, as in ``contracts replay``; ``""``: all, and base paths of the
        contract's servers are removed.
    :ivar notes: what was left out and why; complete after the iteration.
    """

    def __init__(self, paths: Sequence[str], contract: Contract, recorded_at: str = "") -> None:
        self.notes: list[str] = []
        self._paths = paths
        self._contract = contract
        self._masker = masker_of([contract])
        self._recorded_at = recorded_at
        self._operations: dict[tuple[str, str], Operation | None] = {}
        self._has_selectors = any(path_of(operation).selectors for operation in contract.operations)
        servers = [server for api in contract.apis for server in api.servers if "{" not in server]
        bases = {urlsplit(server).path.rstrip("/") for server in servers}
        self._servers = [one for one in dict.fromkeys(servers) if urlsplit(one).netloc][:MOST_SERVERS]
        self._bases = () if recorded_at else tuple(sorted(filter(None, bases), key=lambda base: (-len(base), base)))

    def __iter__(self) -> Iterator[RecordedExchange]:
        """Read all files.

        :raises DocumentError: for a file that is neither a HAR file nor a journal, with the location of each problem.
        """
        for name in self._paths:
            yield from self._read(name)

    def _read(self, name: str) -> Iterator[RecordedExchange]:
        count = 0
        skipped: Counter[str] = Counter()
        read = self._journal if _is_journal(Path(name)) else self._har
        for location, request, response, is_whole, recorded in read(name, skipped):
            if request.method == "OPTIONS" and request.header("access-control-request-method"):
                skipped["CORS preflight requests"] += 1
                continue
            count += 1
            relative, operation = self._matched(request, recorded)
            template = path_of(operation).path if operation is not None else ""
            yield RecordedExchange(*self._masker.exchange(relative, response, template), operation, location, is_whole)
        self.notes += [f"{name}: skipped {number}: {reason}" for reason, number in sorted(skipped.items())]
        if not count:
            self.notes.append(f"{name}: contains no exchanges")

    def _har(self, name: str, skipped: Counter[str]) -> Iterator[Raw]:
        for location, entry in self._entries(name):
            if isinstance(entry, str):
                skipped[entry] += 1
            else:
                yield location, *entry, NO_OPERATION

    def _entries(self, name: str) -> Iterator[tuple[Location, tuple[Request, Response, bool] | str]]:
        """Yield the entries of the contract's servers if the file has any, otherwise all."""
        servers = [] if self._recorded_at else self._servers
        found = [list(read_answers(Path(name), HarOptions(server), name)) for server in servers]
        if not any(not isinstance(entry, str) for entries in found for _, entry in entries):
            yield from read_answers(Path(name), HarOptions(self._recorded_at), name)
            return
        for several in zip(*found, strict=True):
            yield next((one for one in several if not isinstance(one[1], str)), several[0])

    def _journal(self, name: str, skipped: Counter[str]) -> Iterator[Raw]:
        base = urlsplit(self._recorded_at).path.rstrip("/")
        for location, request, response, is_whole, recorded in _lines(name, self.notes, skipped):
            rest = request.target.removeprefix(base)
            if base and (rest == request.target or rest[:1] not in {"", "/", "?"}):
                skipped[f"path does not begin with {base}"] += 1
            else:
                target = rest if rest.startswith("/") else f"/{rest}"
                yield location, replace(request, target=target), response, is_whole, recorded

    def _matched(self, request: Request, recorded: tuple[str, str]) -> tuple[Request, Operation | None]:
        """Return the request relative to its base, and its operation: the recorded one if the contract has it."""
        operation = self._contract.operation(recorded[0])
        if operation is None or operation.path != recorded[1]:
            operation = self._operation(request)
        if operation is not None:
            return request, operation
        for base in self._bases:
            if request.path.startswith(f"{base}/"):
                request = replace(request, target=request.target[len(base) :])
                return request, self._operation(request)
        return request, None

    def _operation(self, request: Request) -> Operation | None:
        if self._has_selectors:  # the operation depends on more than method and path
            return self._found(request)
        key = (request.method, request.path)
        if key not in self._operations:
            self._operations[key] = self._found(request)
        return self._operations[key]

    def _found(self, request: Request) -> Operation | None:
        # An API that was served alone has no prefix; the document's own paths take precedence.
        roots = ("", *(api.name for api in self._contract.apis if api.prefix))
        found = (operation_of(self._contract, request, api=root) for root in roots)
        return next((operation for operation in found if operation is not None), None)


def _is_journal(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            first = file.readline(1 << 22)
    except OSError as error:
        raise DocumentError([_finding(str(path), 0, f"cannot be read: {(error.strerror or '').lower()}")]) from None
    return path.suffix.lower() in JOURNAL_SUFFIXES or b'"journal"' in first[:200]


def _lines(name: str, notes: list[str], skipped: Counter[str]) -> Iterator[Raw]:
    """Yield the entries of a journal; a last line without a line end may be incomplete."""
    problems = []
    with Path(name).open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                entry = entry_of(line)
            except ValueError as error:
                if not line.endswith(b"\n"):
                    notes.append(f"{name}:{number}: skipped the last line, which is incomplete")
                else:
                    problems.append(_finding(name, number, f"not a journal entry: {error}"))
                if len(problems) == MOST_PROBLEMS:
                    break
                continue
            if entry.sent:
                skipped["callbacks and webhooks, which the mock has sent"] += 1
                continue
            recorded = (entry.operation, entry.path)
            yield Location(name, number, 1), entry.request, entry.response, entry.is_whole, recorded
    if problems:
        raise DocumentError(problems)


def _finding(name: str, line: int, message: str) -> Finding:
    hint = "expected a HAR 1.2 file, or a journal written by 'mockserver run --journal'"
    return Finding("traffic-form", Severity.ERROR, Location(name, line, 1 if line else 0), message, hint)
