"""The collections that initial data may fill, and the paths that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from contracts.spec.model import Resource
from contracts.spec.resources.paths import parse_path
from contracts.wording import suggestion
from mockserver.mounting import MountedApi

_NAME = re.compile(r"\{([^{}]+)\}")

MOST_LISTED = 12
"""Maximum number of known collections in a message."""


@dataclass(frozen=True, eq=False)
class KnownCollection:
    """The collections of one path template.

    :param api: name of the API.
    :param prefix: path prefix of the API in the document.
    :param mounted: the template as it is served.
    :param parents: the collections whose items its path names, with the positions of their ids among its parameters.
    """

    api: str
    prefix: str
    mounted: str
    resource: Resource
    parents: tuple[tuple[KnownCollection, int], ...] = ()

    @property
    def template(self) -> str:
        """The path template in the document."""
        return self.resource.collection

    @property
    def spellings(self) -> tuple[str, ...]:
        """The templates that data may use: as served, in the document, without the prefix of the API."""
        return tuple(dict.fromkeys((self.mounted, self.template, self.template.removeprefix(self.prefix))))

    def path(self, values: Sequence[str]) -> str:
        """Return the path of the collection with these values of its parameters, encoded as in keys of stored items."""
        return _with_values(self.template, values)

    def served_path(self, values: Sequence[str]) -> str:
        """Return the path that the collection with these values of its parameters is served at."""
        return _with_values(self.mounted, values)


def _with_values(template: str, values: Sequence[str]) -> str:
    remaining = iter(values)
    return _NAME.sub(lambda _: quote(next(remaining, ""), safe=""), template)


@dataclass(frozen=True)
class DataTarget:
    """The collection that a path names.

    :param values: the values of the path parameters, in order.
    :param identifier: the id of the item if the path is that of an item, else ``None``.
    """

    collection: KnownCollection
    values: tuple[str, ...]
    identifier: str | None = None

    @property
    def path(self) -> str:
        """The path of the collection in the document."""
        return self.collection.path(self.values)

    @property
    def served_path(self) -> str:
        """The path that the collection is served at."""
        return self.collection.served_path(self.values)

    @property
    def parents(self) -> Iterator[tuple[KnownCollection, str, str]]:
        """The collection, path and id of each item that the path names."""
        for known, position in self.collection.parents:
            yield known, known.path(self.values), self.values[position]


class PathError(Exception):
    """A path that does not name one collection.

    :param hint: how to fix it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DataPaths:
    """Finds the collection of a path."""

    def __init__(self, apis: Iterable[MountedApi]) -> None:
        self._known = [known for mounted in apis for known in known_collections(mounted)]

    def resolve(self, path: str) -> DataTarget:
        """Return the collection, or the item of a collection, that a path names.

        :raises PathError: if it names none or several.
        """
        tokens = _tokens(path)
        found = self._matches(tokens)
        identifier = None
        if not found and len(tokens) > 1:
            found = [target for target in self._matches(tokens[:-1]) if not target.collection.resource.single]
            identifier = tokens[-1]
        if len(found) == 1:
            return DataTarget(found[0].collection, found[0].values, identifier)
        raise self._unknown(path) if not found else _ambiguous(path, found)

    def _matches(self, tokens: Sequence[str]) -> list[DataTarget]:
        """Return the collections of the most specific templates that match: those with the most literal segments."""
        best, found = 0, dict[KnownCollection, DataTarget]()
        for known in self._known:
            for spelling in known.spellings:
                matched = _match(spelling, tokens)
                if matched is None or matched[0] < best:
                    continue
                if matched[0] > best:
                    best, found = matched[0], {}
                found.setdefault(known, DataTarget(known, matched[1]))
        return list(found.values())

    def _unknown(self, path: str) -> PathError:
        names = [known.mounted for known in self._known]
        if not names:
            return PathError(f"unknown collection {path!r}", "the documents have no collections")
        listed = ", ".join(names[:MOST_LISTED])
        more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
        given = "/" + path.strip("/")
        guess = suggestion(given, [_filled(name, given) for known in self._known for name in known.spellings])
        return PathError(f"unknown collection {path!r}", f"{guess} known collections: {listed}{more}".strip())


def _filled(template: str, path: str) -> str:
    """Fill the parameters of a template with the segments of a path that has as many."""
    segments, tokens = template.split("/"), path.split("/")
    if len(segments) != len(tokens):
        return template
    return "/".join(token if "{" in segment else segment for segment, token in zip(segments, tokens, strict=True))


def _ambiguous(path: str, found: Sequence[DataTarget]) -> PathError:
    names = " or ".join(target.collection.mounted for target in found)
    return PathError(f"several APIs have the collection {path!r}", f"write {names}")


def known_collections(mounted: MountedApi) -> list[KnownCollection]:
    """Return the collections of an API, each after the collections that its path names."""
    api = mounted.api
    resources: dict[str, Resource] = {}
    for operation in api.operations:
        resource = operation.resource
        if resource is not None and (resource.id_parameter or resource.collection not in resources):
            resources[resource.collection] = resource
    known: dict[str, KnownCollection] = {}
    for template in sorted(resources, key=lambda template: template.count("/")):
        native = template.removeprefix(api.prefix)
        served = template if mounted.prefix == api.prefix else mounted.prefix + native
        parents = tuple(_parents(template, known))
        known[parse_path(template).key] = KnownCollection(api.name, api.prefix, served, resources[template], parents)
    return list(known.values())


def _parents(template: str, known: Mapping[str, KnownCollection]) -> Iterator[tuple[KnownCollection, int]]:
    for prefix in parse_path(template).items:
        parent = known.get(prefix.parent().key)
        if parent is not None:
            yield parent, len(prefix.parameters) - 1


def _tokens(path: str) -> list[str]:
    return [unquote(token) for token in path.strip("/").split("/")]


def _match(template: str, tokens: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """Return the number of literal segments and the values of the parameters; ``None`` if the path does not match."""
    segments = template.strip("/").split("/")
    if len(segments) != len(tokens):
        return None
    literal, values = 1, list[str]()
    for segment, token in zip(segments, tokens, strict=True):
        if "{" not in segment:
            if unquote(segment) != token:
                return None
            literal += 1
        else:
            found = _match_segment(segment, token)
            if not found:
                return None
            values.append(found)
    return literal, tuple(values)


def _match_segment(segment: str, token: str) -> str:
    """Return the value of the parameter in a segment such as ``{name}`` or ``{name}.json``; ``""`` if it differs."""
    before, after = segment.partition("{")[0], segment.rpartition("}")[2]
    is_alone = segment.count("{") == 1  # the values of several parameters in one segment would be ambiguous
    value = token[len(before) : len(token) - len(after)]
    return value if is_alone and token == f"{before}{value}{after}" else ""
