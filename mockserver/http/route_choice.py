"""Targets of the same path: the first one counts whose conditions and path parameters a request meets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from mockserver.http.path_segments import MixedSegment, possible_values
from mockserver.http.route import Route

Target = TypeVar("Target")


class Parts(Protocol):
    """The query and the headers of a request."""

    def values(self, location: str, name: str, /) -> list[str]:
        """Return the decoded values of a ``header`` or ``query`` parameter."""


class Condition(Protocol):
    """What a request must have besides a path.

    :ivar size: the number of requirements.
    """

    size: int

    def values(self, request: Parts, /) -> Mapping[str, str] | None:
        """Return the path values that are not in the path; ``None`` if the request does not meet the condition."""

    def is_explained(self, request: Parts, /) -> bool:
        """Whether the operation itself refuses a request that does not meet the condition."""


Accepts = Callable[[Mapping[str, str]], bool]
"""Whether path values are valid."""


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[Target]):
    """A target at the end of a path.

    :param names: the names in the path template.
    :param base: the base path at the beginning of the template.
    :param accepts: whether path values are valid, if others may be chosen.
    :param mixed: the segments with several names.
    :param rank: what decides between targets of one path; the smallest first.
    """

    target: Target
    names: tuple[str, ...]
    base: str = ""
    condition: Condition | None = None
    accepts: Accepts | None = None
    mixed: tuple[MixedSegment, ...] = ()
    rank: int = 0


@dataclass(slots=True)
class Endpoints(Generic[Target]):
    """The targets of one path.

    :ivar by_method: the targets of each method, those of the smallest rank first.
    :ivar first: the first one of each method; also for HEAD if there is only GET (RFC 9110, section 9.3.2).
    :ivar methods: in alphabetical order.
    :ivar has_choice: whether a target depends on more than the path and the method.
    """

    by_method: dict[str, list[Endpoint[Target]]] = field(default_factory=dict)
    first: dict[str, Endpoint[Target]] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    has_choice: bool = False

    def add(self, method: str, endpoint: Endpoint[Target], *, has_suffix: bool) -> None:
        """Add a target.

        :param has_suffix: whether a segment of the path has names and literal parts.
        """
        found = self.by_method.setdefault(method, [])
        found.append(endpoint)
        found.sort(key=lambda one: one.rank)  # stable: the first one that was added comes first
        is_conditional = endpoint.condition is not None
        depends = is_conditional or len(found) > 1 or has_suffix
        self.has_choice = self.has_choice or (depends and (is_conditional or endpoint.accepts is not None))
        self.methods = tuple(sorted(self.by_method))
        self.first[method] = found[0]
        if "HEAD" not in self.by_method and "GET" in self.first:
            self.first["HEAD"] = self.first["GET"]

    def of(self, method: str) -> Sequence[Endpoint[Target]]:
        """Return the targets of a method; those of GET for HEAD without targets."""
        return self.by_method.get(method) or self.by_method.get("GET" if method == "HEAD" else "", [])


def choose(
    leaves: Iterable[tuple[Endpoints[Target], tuple[str, ...]]],
    method: str,
    path: str,
    served: str,
    request: Parts | None,
) -> Route[Target] | None:
    """Return the route to the first target whose condition and path parameters a request meets.

    If the path parameters of all targets refuse it, the first one counts, which then says why.

    :param leaves: the targets of the path, with its values.
    :param served: the path that was found.
    """
    refused: Route[Target] | None = None
    segments = served.split("/")
    for endpoints, values in leaves:
        own = endpoints.of(method)
        met = list(_met(own, request))
        explaining = _explaining(own, request) if not met else None
        if not met and not explaining and refused is None and (methods := _methods(endpoints, method, request)):
            return Route(path, served, methods=methods)
        for endpoint, more in met:
            base = base_path(endpoint, path, served)
            for split in possible_values(endpoint.mixed, segments, values):
                found = {**dict(zip(endpoint.names, split, strict=True)), **more}
                route = Route(path, served, endpoint.target, found, endpoints.methods, base)
                if endpoint.accepts is None or endpoint.accepts(found):
                    return route
                refused = refused or route
        if not endpoints.has_choice:
            break
        if refused is None and explaining is not None:
            own_values = dict(zip(explaining.names, values, strict=True))
            base = base_path(explaining, path, served)
            refused = Route(path, served, explaining.target, own_values, endpoints.methods, base)
    return refused


def base_path(endpoint: Endpoint[Target], path: str, served: str) -> str:
    """Return the base path as the client sent it: a host name may stand for the beginning of the served path."""
    left_out = len(served) - len(path)
    if not left_out and served.startswith(endpoint.base):
        return endpoint.base
    base = "/".join(served.split("/")[: endpoint.base.count("/") + 1])
    return base[left_out:] if left_out > 0 else base


def _met(
    endpoints: Sequence[Endpoint[Target]], request: Parts | None
) -> Iterator[tuple[Endpoint[Target], Mapping[str, str]]]:
    """Yield the endpoints whose condition a request meets, with the path values that are not in the path."""
    for endpoint in endpoints:
        if endpoint.condition is None:
            yield endpoint, {}
        elif request is not None and (values := endpoint.condition.values(request)) is not None:
            yield endpoint, values


def _explaining(endpoints: Sequence[Endpoint[Target]], request: Parts | None) -> Endpoint[Target] | None:
    """Return the first endpoint that says why it refuses a request, or ``None``."""
    if request is None:
        return None
    conditional = ((one, one.condition) for one in endpoints)
    return next(
        (one for one, condition in conditional if condition is not None and condition.is_explained(request)), None
    )


def _methods(endpoints: Endpoints[Target], method: str, request: Parts | None) -> tuple[str, ...]:
    """Return the methods of a path; a CORS preflight does not have the headers that conditions are about."""
    if method == "OPTIONS":
        return endpoints.methods
    return tuple(name for name in endpoints.methods if next(_met(endpoints.by_method[name], request), None) is not None)
