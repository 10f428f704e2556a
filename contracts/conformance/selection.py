"""Selection of the operations to test: by API, tag, path, method, id, and shard."""

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
"""The kinds of selectors."""

_SHARD = re.compile(r"(\d{1,4})/(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Selector:
    """A condition on operations; in values of ``path`` and ``operation``, ``*`` matches any string."""

    kind: str
    value: str

    def matches(self, operation: Operation) -> bool:
        """Whether an operation matches."""
        return _FITS[self.kind](operation, self.value)


def parse_selector(text: str, option: str) -> Selector:
    """Parse ``KIND:VALUE``. Raises :class:`UsageError`, which names the option."""
    kind, colon, value = text.partition(":")
    if not colon or kind not in _FITS or not value:
        hint = "for example path:/cases/* or method:GET"
        raise UsageError(
            f"{option}: expected KIND:VALUE with KIND {', '.join(KINDS[:-1])} or {KINDS[-1]}, not '{text}'", hint=hint
        )
    return Selector(kind, value)


def select_operations(
    contract: Contract, api: str = "", include: Sequence[Selector] = (), exclude: Sequence[Selector] = ()
) -> list[Operation]:
    """Return the operations of an API (``""`` for all) that match any ``include``, if given, and no ``exclude``.

    :raises UsageError: if the API does not exist, a selector matches nothing, or no operation remains.
    """
    apis = [one for one in contract.apis if api in {"", one.name}]
    if not apis:
        known = ", ".join(one.name for one in contract.apis)
        raise UsageError(f"--api: the document has no API '{api}'", hint=f"APIs: {known}")
    operations = [operation for one in apis for operation in one.operations]
    for chosen in (*include, *exclude):
        if not any(chosen.matches(operation) for operation in operations):
            raise UsageError(f"no operation matches {chosen.kind}:{chosen.value}")
    remaining = [
        operation
        for operation in operations
        if (not include or any(one.matches(operation) for one in include))
        and not any(one.matches(operation) for one in exclude)
    ]
    if not remaining:
        raise UsageError("no operation to test", hint="check --include and --exclude")
    return remaining


def excluded_operations(contract: Contract, exclude: Sequence[Selector]) -> tuple[str, ...]:
    """Return the ids of the operations that match any ``exclude``: they must not be sent at all."""
    return tuple(one.id for one in contract.operations if any(chosen.matches(one) for chosen in exclude))


def select_shard(operations: Iterable[Operation], text: str) -> list[Operation]:
    """Return the operations of a shard, e.g. ``2/5`` for the second of five; ``""`` for all.

    Operations of one resource stay together, because one reads what another writes. The largest resources are assigned
    first, each to the smallest shard; the assignment is deterministic.

    :raises UsageError: if the argument is not a valid shard.
    """
    operations = list(operations)
    if not text:
        return operations
    match = _SHARD.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError(f"--shard: expected I/N with 1 <= I <= N, not '{text}'", hint="for example 2/5")
    resources: dict[str, list[Operation]] = {}
    for operation in operations:
        key = operation.resource.collection if operation.resource else operation.path
        resources.setdefault(key, []).append(operation)
    parts: list[list[Operation]] = [[] for _ in range(int(match[2]))]
    for resource_operations in sorted(resources.values(), key=lambda one: (-len(one), one[0].path)):
        min(parts, key=len).extend(resource_operations)
    chosen = parts[int(match[1]) - 1]
    return [operation for operation in operations if operation in chosen]
