"""The paths of each API: alone at the root, or under its prefix next to other APIs.

On a port with several APIs, ``Host: NAME.localhost`` selects one of them at its native paths. Names under
``localhost`` refer to the local machine (RFC 6761, section 6.3); curl and browsers resolve them accordingly."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.errors import UsageError
from contracts.spec.model import Api, Contract, Operation
from mockserver.http.messages import Scope


@dataclass(frozen=True, eq=False)
class MountedOperation:
    """An operation and the path template it is served at."""

    operation: Operation
    path: str


@dataclass(frozen=True, eq=False)
class MountedApi:
    """An API and the paths it is served at.

    :param prefix: path prefix of its native paths: ``""`` or ``/serverops``.
    :param operations: in the order of the document.
    """

    contract: Contract
    api: Api
    prefix: str
    operations: tuple[MountedOperation, ...]


def mount(contracts: Sequence[Contract], only: str = "") -> tuple[MountedApi, ...]:
    """Assign a prefix to each API.

    An API is served under its prefix in the document. If there are several documents, an API without a prefix gets its
    name as prefix. With ``only``, one API is served, at the root.

    :param only: name of the only API to serve; ``""`` serves all.
    :raises UsageError: if no API or several APIs have that name, or two APIs have the same prefix.
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
            message = f"several APIs have the path prefix {item.prefix or '/'}, among them {item.api.title!r}"
            raise UsageError(message, hint="select one with --api, or serve the documents on separate ports")
    return mounted


def host_names(mounted: Sequence[MountedApi]) -> dict[str, str]:
    """Return the prefixes of the APIs by host name; an API without a prefix or a unique name has no host name."""
    names = [item.api.name for item in mounted]
    return {f"{item.api.name}.localhost": item.prefix for item in mounted
            if item.prefix and names.count(item.api.name) == 1}  # fmt: skip


def _only(apis: Sequence[tuple[Contract, Api]], name: str) -> MountedApi:
    found = [(contract, api) for contract, api in apis if api.name == name]
    if len(found) == 1:
        return _mount(*found[0], "")
    names = sorted({api.name for _, api in apis})
    near = difflib.get_close_matches(name, names, 1)
    problem = "no API has this name" if not found else "several APIs have this name"
    raise UsageError(
        f"--api {name}: {problem}",
        hint=f"did you mean {near[0]}?" if near and not found else f"available: {', '.join(names)}",
    )


def _mount(contract: Contract, api: Api, prefix: str) -> MountedApi:
    # At its own prefix, the paths are those of the document: /shop is not /shop/.
    operations = tuple(
        MountedOperation(operation, operation.path if prefix == api.prefix else prefix + operation.native_path)
        for operation in api.operations
    )
    return MountedApi(contract, api, prefix, operations)


class Hosts:
    """Selects an API by host name.

    :param prefixes: the prefix of each API by host name.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {name.encode("ascii"): prefix for name, prefix in prefixes.items()}

    def candidates(self, scope: Scope, path: str) -> tuple[str, ...]:
        """Return the paths on the shared port that a request may mean, the most probable one first.

        :param path: the raw path. It is tried in the API of the host name first, then unchanged: our pages show paths
            with their prefixes, whatever the host name.
        """
        prefix = self._prefix(scope) if self._prefixes else ""
        if not prefix or not path.startswith("/"):
            return (path,)
        return (prefix + path, prefix, path) if path == "/" else (prefix + path, path)

    def _prefix(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"host":
                return self._prefixes.get(value.partition(b":")[0].lower(), "")
        return ""
