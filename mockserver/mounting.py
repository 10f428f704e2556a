"""The paths of each API: alone at the root, or under its prefix next to other APIs; also below its servers' paths.

On a port with several APIs, ``Host: NAME.localhost`` selects one of them at its native paths. Names under
``localhost`` refer to the local machine (RFC 6761, section 6.3); curl and browsers resolve them accordingly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from contracts.errors import UsageError
from contracts.spec.model import Api, Contract, Operation
from contracts.wording import close_matches
from mockserver.http.messages import Scope


class Alias(NamedTuple):
    """Another path template of an operation.

    :param base: the beginning of the template below which all operations of the API are served.
    """

    base: str
    path: str


@dataclass(frozen=True, eq=False)
class MountedOperation:
    """An operation and the path template it is served at.

    :param aliases: other paths, which give way to the paths of all other operations.
    """

    operation: Operation
    path: str
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, eq=False)
class MountedApi:
    """An API and the paths it is served at.

    :param prefix: path prefix of its native paths: ``""`` or ``/serverops``.
    :param bases: other path prefixes: ``/v2`` if the path of a server is ``/v2``.
    :param operations: in the order of the document.
    """

    contract: Contract
    api: Api
    prefix: str
    operations: tuple[MountedOperation, ...]
    bases: tuple[str, ...] = ()


def mount(contracts: Sequence[Contract], only: str = "", base_path: str = "") -> tuple[MountedApi, ...]:
    """Assign a prefix to each API.

    An API is served under its prefix in the document. If there are several documents, an API without a prefix gets its
    name as prefix, and is also served at the root. With ``only``, one API is served, at the root. Below each of these
    prefixes, the paths of the servers are prefixes, too: a client may be configured with ``/v2`` or without.

    :param only: name of the only API to serve; ``""`` serves all.
    :param base_path: another prefix of all APIs.
    :raises UsageError: if no API or several APIs have that name, or two APIs have the same prefix.
    """
    apis = [(contract, api) for contract in contracts for api in contract.apis]
    if only:
        return (_only(apis, only, base_path),)
    mounted = tuple(
        _mount(contract, api, api.prefix or (f"/{api.name}" if len(contracts) > 1 else ""), base_path)
        for contract, api in apis
    )
    by_prefix: dict[str, MountedApi] = {}
    for item in mounted:
        other = by_prefix.setdefault(item.prefix, item)
        if other is not item:
            places = " and ".join(f"{one.api.title!r} ({_located(one)})" for one in (other, item))
            message = f"several APIs have the path prefix {item.prefix or '/'}: {places}"
            raise UsageError(message, hint="select one with --api, or serve the documents on separate ports")
    return mounted


def _located(mounted: MountedApi) -> str:
    return str(mounted.contract.locate("/info/title"))


def collisions(mounted: Sequence[MountedApi]) -> list[str]:
    """Return a message for operations with the same method and path, with both locations; one for each two APIs.

    Paths are the same if they differ only in the names of their parameters. A path that is an alias of an operation
    gives way to that of another operation of its document without a message, since it has another path.
    """
    found: dict[tuple[str, str], tuple[MountedApi, Operation]] = {}
    own = [(item.path, api, item.operation) for api in mounted for item in api.operations]
    aliases = [(one.path, api, item.operation) for api in mounted for item in api.operations for one in item.aliases]
    messages: dict[tuple[int, ...], list[str]] = {}
    for index, (path, api, operation) in enumerate([*own, *aliases]):
        other, first = found.setdefault((operation.method, _NAME.sub("{}", path)), (api, operation))
        if first is operation or (other is api and index >= len(own)):
            continue
        message = (
            f"{operation.method} {path} is the path of two operations: {first.id} ({first.location}) and "
            f"{operation.id} ({operation.location}); requests go to the first, unless its path parameters refuse them"
        )
        pair = (index,) if other is api else (id(other), id(api))
        messages.setdefault(pair, []).append(message)
    return [
        one[0] + (f"; {len(one) - 1} more paths of these documents" if one[1:] else "") for one in messages.values()
    ]


_NAME = re.compile(r"\{[^{}]*\}")


def local_names(mounted: Sequence[MountedApi]) -> dict[str, str]:
    """Return the prefixes of the APIs by their names below ``localhost``; an API without a prefix has none."""
    return _unique([(f"{item.api.name}.localhost", item) for item in mounted])


def host_names(mounted: Sequence[MountedApi]) -> dict[str, str]:
    """Return the prefixes of the APIs by all host names: also by those of the servers of the document."""
    servers = [(urlsplit(url).hostname or "", item) for item in mounted for url in item.api.servers]
    return _unique(servers) | local_names(mounted)


def _unique(names: Sequence[tuple[str, MountedApi]]) -> dict[str, str]:
    """Return the prefixes by name, without names that several APIs have."""
    found: dict[str, list[MountedApi]] = {}
    for name, item in names:
        known = found.setdefault(name, [])
        if item not in known:
            known.append(item)
    known_once = {name: items[0].prefix for name, items in found.items() if name.isascii() and len(items) == 1}
    return {name: prefix for name, prefix in known_once.items() if name and prefix}


def _only(apis: Sequence[tuple[Contract, Api]], name: str, base_path: str) -> MountedApi:
    found = [(contract, api) for contract, api in apis if api.name == name]
    if len(found) == 1:
        return _mount(*found[0], "", base_path)
    names = sorted({api.name for _, api in apis})
    near = close_matches(name, names, 1)
    problem = "no API has this name" if not found else "several APIs have this name"
    raise UsageError(
        f"--api {name}: {problem}",
        hint=f"did you mean {near[0]}?" if near and not found else f"available: {', '.join(names)}",
    )


def _mount(contract: Contract, api: Api, prefix: str, base_path: str) -> MountedApi:
    # A prefix of the document is part of its paths; a name that is only the prefix here may be left out.
    own = dict.fromkeys([prefix, *([""] if prefix != api.prefix else [])])
    roots = list(dict.fromkeys([*own, *(base_path + one for one in own)]))
    bases = dict.fromkeys([*roots, *(root + one for root in roots for one in api.base_paths), *api.base_paths])
    operations = tuple(_mounted(operation, api, prefix, roots, list(bases)) for operation in api.operations)
    return MountedApi(contract, api, prefix, operations, tuple(base for base in bases if base != prefix))


def _mounted(
    operation: Operation, api: Api, prefix: str, roots: Sequence[str], bases: Sequence[str]
) -> MountedOperation:
    # At its own prefix, the paths are those of the document: /shop is not /shop/.
    path = operation.path if prefix == api.prefix else prefix + operation.native_path
    native = path[len(prefix) :]
    shared = [Alias(base, base + native) for base in bases if base != prefix]
    own = [Alias(root, root + one + native) for root in roots for one in operation.base_paths]
    aliases = {alias.path: alias for alias in [*shared, *own] if alias.path not in {path, ""}}
    return MountedOperation(operation, path, tuple(aliases.values()))


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
