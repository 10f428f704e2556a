"""Recorded traffic in any form as one stream of exchanges, each with the operation that it means, secrets masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from contracts.consumption.journal import entry_of
from contracts.consumption.secrets import masker_of
from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.recordings.har import Reading, read_answers
from contracts.recordings.operations import operation_of
from contracts.spec.model import Contract, Operation

MOST_FAULTS = 20
"""Bad lines of one journal that are told."""

MOST_SERVERS = 5
"""Servers of a contract that entries are looked for at, where nothing else says which count."""

LINES = frozenset({".ndjson", ".jsonl", ".journal"})
"""How the name of a journal ends, where its first line does not say what it is."""


@dataclass(frozen=True)
class Exchange:
    """One exchange that was recorded, without secrets.

    :param request: its target is below the API's base: ``/cases/7?x=1``.
    :param operation: what it means; ``None``: nothing that the contract knows.
    :param location: file and line.
    :param is_whole: whether both bodies were recorded whole.
    """

    request: Request
    response: Response
    operation: Operation | None
    location: Location
    is_whole: bool = True


Raw = tuple[Location, Request, Response, bool, tuple[str, str]]
"""Place, request, answer, whether both are whole, and the id and path template of the operation where they are told."""

UNTOLD = ("", "")


class Traffic:
    """The exchanges of several files, in their order; read as they are asked for.

    :param recorded_at: base URL of the entries that count, as for ``contracts replay``; ``""``: all count, and what
        the contract's servers have as a base path is taken away.
    :ivar notes: what was left out and why; complete once all has been read.
    """

    def __init__(self, paths: Sequence[str], contract: Contract, recorded_at: str = "") -> None:
        self.notes: list[str] = []
        self._paths = paths
        self._contract = contract
        self._masker = masker_of([contract])
        self._recorded_at = recorded_at
        self._known: dict[tuple[str, str], Operation | None] = {}
        servers = [server for api in contract.apis for server in api.servers if "{" not in server]
        bases = {urlsplit(server).path.rstrip("/") for server in servers}
        self._servers = [one for one in dict.fromkeys(servers) if urlsplit(one).netloc][:MOST_SERVERS]
        self._bases = () if recorded_at else tuple(sorted(filter(None, bases), key=lambda base: (-len(base), base)))

    def __iter__(self) -> Iterator[Exchange]:
        """Read all files.

        :raises DocumentError: for a file that is neither a HAR file nor a journal, each fault with its place.
        """
        for name in self._paths:
            yield from self._read(name)

    def _read(self, name: str) -> Iterator[Exchange]:
        count = 0
        left: Counter[str] = Counter()
        read = self._journal if _is_journal(Path(name)) else self._har
        for location, request, response, is_whole, told in read(name, left):
            if request.method == "OPTIONS" and request.header("access-control-request-method"):
                left["preflight requests of browsers"] += 1
                continue
            count += 1
            placed, operation = self._placed(request, told)
            template = operation.path if operation is not None else ""
            yield Exchange(*self._masker.exchange(placed, response, template), operation, location, is_whole)
        self.notes += [f"{name}: left out {number}: {reason}" for reason, number in sorted(left.items())]
        if not count:
            self.notes.append(f"{name}: no exchange in it")

    def _har(self, name: str, left: Counter[str]) -> Iterator[Raw]:
        for location, entry in self._entries(name):
            if isinstance(entry, str):
                left[entry] += 1
            else:
                yield location, *entry, UNTOLD

    def _entries(self, name: str) -> Iterator[tuple[Location, tuple[Request, Response, bool] | str]]:
        """The entries that count: those of the contract's servers, if it names some that were asked; else all."""
        asked = [] if self._recorded_at else self._servers
        found = [list(read_answers(Path(name), Reading(server), name)) for server in asked]
        if not any(not isinstance(entry, str) for entries in found for _, entry in entries):
            yield from read_answers(Path(name), Reading(self._recorded_at), name)
            return
        for several in zip(*found, strict=True):
            yield next((one for one in several if not isinstance(one[1], str)), several[0])

    def _journal(self, name: str, left: Counter[str]) -> Iterator[Raw]:
        base = urlsplit(self._recorded_at).path.rstrip("/")
        for location, request, response, is_whole, told in _lines(name, self.notes):
            rest = request.target.removeprefix(base)
            if base and (rest == request.target or rest[:1] not in {"", "/", "?"}):
                left[f"its path does not begin with {base}"] += 1
            else:
                target = rest if rest.startswith("/") else f"/{rest}"
                yield location, replace(request, target=target), response, is_whole, told

    def _placed(self, request: Request, told: tuple[str, str]) -> tuple[Request, Operation | None]:
        """The request below its base, and the operation that it means: the one that is told, if it is the same here."""
        operation = self._contract.operation(told[0])
        if operation is None or operation.path != told[1]:
            operation = self._operation(request)
        if operation is not None:
            return request, operation
        for base in self._bases:
            if request.path.startswith(f"{base}/"):
                request = replace(request, target=request.target[len(base) :])
                return request, self._operation(request)
        return request, None

    def _operation(self, request: Request) -> Operation | None:
        key = (request.method, request.path)
        if key not in self._known:
            # An API that was served alone has no prefix; the document's own paths go first.
            roots = ("", *(api.name for api in self._contract.apis if api.prefix))
            found = (operation_of(self._contract, *key, api=root) for root in roots)
            self._known[key] = next((operation for operation in found if operation is not None), None)
        return self._known[key]


def _is_journal(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            first = file.readline(1 << 22)
    except OSError as error:
        raise DocumentError([_fault(str(path), 0, f"cannot be read: {(error.strerror or '').lower()}")]) from None
    return path.suffix.lower() in LINES or b'"journal"' in first[:200]


def _lines(name: str, notes: list[str]) -> Iterator[Raw]:
    """The entries of a journal with their lines; a last line without an end may be half of one."""
    faults = []
    with Path(name).open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                entry = entry_of(line)
            except ValueError as error:
                if not line.endswith(b"\n"):
                    notes.append(f"{name}:{number}: the last line is not whole, so it was left out")
                else:
                    faults.append(_fault(name, number, f"no exchange: {error}"))
                if len(faults) == MOST_FAULTS:
                    break
                continue
            told = (entry.operation, entry.path)
            yield Location(name, number, 1), entry.request, entry.response, entry.is_whole, told
    if faults:
        raise DocumentError(faults)


def _fault(name: str, line: int, message: str) -> Finding:
    hint = "traffic is a HAR 1.2 file, or a journal as 'mockserver run --journal' writes it"
    return Finding("traffic-form", Severity.ERROR, Location(name, line, 1 if line else 0), message, hint)
