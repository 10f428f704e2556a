"""Coverage of a contract by a run, computed from its matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from contracts.run_result import Run


def never_seen(run: Run) -> Iterator[str]:
    """Yield each operation with its documented status codes that no response had: ``getCase 403 500``."""
    seen = {(cell.operation, str(cell.status)) for cell in run.cells}
    for operation in run.operations:
        statuses = [
            status
            for status in run.documented.get(operation, ())
            if not any((operation, one) in seen for one in statuses_of(status, run, operation))
        ]
        if statuses:
            yield " ".join([operation, *statuses])


def statuses_of(status: str, run: Run, operation: str) -> list[str]:
    """Return the received status codes that belong to a documented one, which can be a range or ``default``.

    OpenAPI 3.1, section 4.8.16: a status code takes precedence over its range, which takes precedence over ``default``.
    """
    if status.isdecimal():
        return [status]
    named = set(run.documented.get(operation, ()))
    seen = sorted({str(cell.status) for cell in run.cells if cell.operation == operation and cell.status} - named)
    if status == "default":
        return [one for one in seen if f"{one[0]}XX" not in named]
    return [one for one in seen if one[0] == status[0]]


def by_check(run: Run) -> dict[tuple[str, str], tuple[int, int]]:
    """Return assertions and failures by operation and check, in the order of operations and checks."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    order = {operation: number for number, operation in enumerate(run.operations)}
    for cell in sorted(run.cells, key=lambda cell: (order.get(cell.operation, len(order)), cell.check, cell.status)):
        looked, failed = found[cell.operation, cell.check]
        found[cell.operation, cell.check] = (looked + cell.looked, failed + cell.failed)
    return dict(found)
