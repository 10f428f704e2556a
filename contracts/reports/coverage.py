"""What of a contract a run has met, told from its matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from contracts.outcome import Run


def never_seen(run: Run) -> Iterator[str]:
    """Each operation with the documented statuses that no answer had: ``getCase 403 500``."""
    seen = {(cell.operation, cell.status) for cell in run.cells if cell.looked or cell.failed}
    for operation in run.operations:
        statuses = [status for status in run.documented.get(operation, ()) if not _is_seen(operation, status, seen)]
        if statuses:
            yield " ".join([operation, *statuses])


def _is_seen(operation: str, status: str, seen: set[tuple[str, int]]) -> bool:
    if status.isdecimal():
        return (operation, int(status)) in seen
    return any(name == operation and (status == "default" or str(number)[:1] == status[:1]) for name, number in seen)


def by_check(run: Run) -> dict[tuple[str, str], tuple[int, int]]:
    """Judgements and failures of each operation and check, in the order of operations and checks."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    place = {operation: number for number, operation in enumerate(run.operations)}
    for cell in sorted(run.cells, key=lambda cell: (place.get(cell.operation, len(place)), cell.check, cell.status)):
        looked, failed = found[cell.operation, cell.check]
        found[cell.operation, cell.check] = (looked + cell.looked, failed + cell.failed)
    return dict(found)
