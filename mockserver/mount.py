"""Where each API is served."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contracts.errors import UsageError
from contracts.spec.model import Api, Contract, Operation
from mockserver.http import Scope


@dataclass(frozen=True, eq=False)
class MountedOperation:
    """An operation and the path template under which it is served."""

    operation: Operation
    path: str


@dataclass(frozen=True, eq=False)
class MountedApi:
    """An API and where it is served.

    :param prefix: what its native paths are served under: ``""`` or ``/serverops``.
    :param operations: in the document's order.
    """

    contract: Contract
    api: Api
    prefix: str
    operations: tuple[MountedOperation, ...]


def mount(contracts: Sequence[Contract], only: str = "") -> tuple[MountedApi, ...]:
    """Decide where every API is served.

    An API is served under its prefix in the document. With several documents one without a prefix gets its name as
    prefix; with ``only`` that API alone is served, at the root.

    :param only: name of the one API to serve; ``""``: all.
    :raises UsageError: when no API, or more than one, has that name.
    """
    apis = [(contract, api) for contract in contracts for api in contract.apis]
    if only:
        return (_only(apis, only),)
    mounted = tuple(
        _mount(contract, api, api.prefix or (f"/{api.name}" if len(contracts) > 1 else "")) for contract, api in apis
    )
    prefixes = [item.prefix for item in mounted]
    for item in mounted:
        if prefixes.count(item.prefix) > 1:
            message = f"two APIs would be served under {item.prefix or '/'}: {item.api.title!r} is one of them"
            raise UsageError(message, hint="choose one with --api, or serve the documents on two ports")
    return mounted


def host_names(mounted: Sequence[MountedApi]) -> dict[str, str]:
    """The host name of each API that is served under a prefix, with that prefix; of none that shares its name."""
    names = [item.api.name for item in mounted]
    return {f"{item.api.name}.localhost": item.prefix for item in mounted
            if item.prefix and names.count(item.api.name) == 1}  # fmt: skip


def _only(apis: Sequence[tuple[Contract, Api]], name: str) -> MountedApi:
    found = [(contract, api) for contract, api in apis if api.name == name]
    if len(found) == 1:
        return _mount(*found[0], "")
    names = sorted({api.name for _, api in apis})
    near = difflib.get_close_matches(name, names, 1)
    problem = "no API is" if not found else "more than one API is"
    raise UsageError(
        f"--api {name}: {problem} called so",
        hint=f"did you mean {near[0]}?" if near and not found else f"there are: {', '.join(names)}",
    )


def _mount(contract: Contract, api: Api, prefix: str) -> MountedApi:
    # At its own prefix an API is served as the document writes it: /shop is not /shop/.
    operations = tuple(
        MountedOperation(operation, operation.path if prefix == api.prefix else prefix + operation.native_path)
        for operation in api.operations
    )
    return MountedApi(contract, api, prefix, operations)


class Hosts:
    """The host names that stand for an API.

    :param prefixes: the prefix that the API of each name is served under.
    :param serves: whether an operation is served at a path of the shared port, whatever its method.
    """

    def __init__(self, prefixes: Mapping[str, str], serves: Callable[[str], object]) -> None:
        self._prefixes = {name.encode("ascii"): prefix for name, prefix in prefixes.items()}
        self._serves = serves

    def served_path(self, scope: Scope, path: str) -> str:
        """The path of the shared port that a request means.

        :param path: the raw path. Where the host's API has it not and another API has, it means that one: our pages
            show paths with their prefixes, under whatever name they are read.
        """
        prefix = self._prefix(scope) if self._prefixes else ""
        if not prefix or not path.startswith("/"):
            return path
        native = prefix + path
        candidates = (native, prefix, path) if path == "/" else (native, path)
        return next((candidate for candidate in candidates if self._serves(candidate)), native)

    def _prefix(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"host":
                return self._prefixes.get(value.partition(b":")[0].lower(), "")
        return ""
