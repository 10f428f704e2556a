"""Which operations are tested: by API, tag, path, method or id; one part of several where machines share them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from contracts.errors import UsageError
from contracts.spec.model import Contract, Operation

_FITS: dict[str, Callable[[Operation, str], bool]] = {
    "tag": lambda operation, value: value in operation.tags,
    "path": lambda operation, value: fnmatchcase(operation.path, value) or fnmatchcase(operation.native_path, value),
    "method": lambda operation, value: operation.method == value.upper(),
    "operation": lambda operation, value: fnmatchcase(operation.id, value),
}

KINDS = tuple(_FITS)
"""What an operation may be chosen by."""

_SHARD = re.compile(r"(\d{1,4})/(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Selector:
    """One reason to take or to leave an operation; in the values of ``path`` and ``operation`` ``*`` is any text."""

    kind: str
    value: str

    def fits(self, operation: Operation) -> bool:
        """Whether an operation is meant."""
        return _FITS[self.kind](operation, self.value)


def parse_selector(text: str, option: str) -> Selector:
    """Read ``KIND:VALUE``. Raises :class:`UsageError`, which names the option."""
    kind, colon, value = text.partition(":")
    if not colon or kind not in _FITS or not value:
        hint = "for example path:/cases/* or method:GET"
        raise UsageError(f"{option}: expected one of {', '.join(KINDS)}, a colon and a value, not '{text}'", hint=hint)
    return Selector(kind, value)


def select_operations(
    contract: Contract, api: str = "", include: Sequence[Selector] = (), exclude: Sequence[Selector] = ()
) -> list[Operation]:
    """The operations of one API (``""``: all) that some ``include`` fits, if there are any, and no ``exclude``.

    :raises UsageError: where there is no such API, a selector fits nothing, or nothing is left.
    """
    found = [one for one in contract.apis if api in {"", one.name}]
    if not found:
        known = ", ".join(one.name for one in contract.apis)
        raise UsageError(f"--api: the document has no API '{api}'", hint=f"it has {known}")
    operations = [operation for one in found for operation in one.operations]
    for chosen in (*include, *exclude):
        if not any(chosen.fits(operation) for operation in operations):
            raise UsageError(f"no operation fits {chosen.kind}:{chosen.value}")
    left = [
        operation
        for operation in operations
        if (not include or any(one.fits(operation) for one in include))
        and not any(one.fits(operation) for one in exclude)
    ]
    if not left:
        raise UsageError("no operation is left to test")
    return left


def select_shard(operations: Iterable[Operation], text: str) -> list[Operation]:
    """The operations of one shard, ``2/5`` being the second of five; ``""``: all.

    Operations of one resource stay together, as what one writes is read by another. The largest resources are dealt
    out first, each to the shard that has least; the same document is always dealt out alike.

    :raises UsageError: where the text is no such pair.
    """
    operations = list(operations)
    if not text:
        return operations
    match = _SHARD.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError(
            f"--shard: expected a number of a part and how many there are, not '{text}'", hint="such as 2/5"
        )
    families: dict[str, list[Operation]] = {}
    for operation in operations:
        key = operation.resource.collection if operation.resource else operation.path
        families.setdefault(key, []).append(operation)
    parts: list[list[Operation]] = [[] for _ in range(int(match[2]))]
    for family in sorted(families.values(), key=lambda one: (-len(one), one[0].path)):
        min(parts, key=len).extend(family)
    chosen = parts[int(match[1]) - 1]
    return [operation for operation in operations if operation in chosen]
