"""Matches the paths of two documents by their URL: that of a server, and the path below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.server_urls import NO_SERVER, ServerUrl, is_same_url, servers_of, urls_of
from contracts.spec.pointers import child_pointer

_PARAMETER = re.compile(r"\{([^{}]*)\}")


class PathMatch(NamedTuple):
    """A path of the old document and the path of the new one that takes its place.

    :param servers: an old and a new server under which both paths are the same URL; ``None`` if the paths are equal.
    """

    old: str
    new: str
    servers: tuple[ServerUrl, ServerUrl] | None = None

    @property
    def renamed(self) -> dict[str, str]:
        """New names of path parameters by their old names."""
        names = zip(_PARAMETER.findall(self.old), _PARAMETER.findall(self.new), strict=True)
        return {before: after for before, after in names if before != after}

    def moved(self) -> Difference | None:
        """Return the difference if a part of the path moved to or from the URL of the server."""
        if self.servers is None:
            return None
        old, new = self.servers
        side, site = (NEW, new.site) if new.site != NO_SERVER else (OLD, old.site)
        pointer = child_pointer(site.pointer, "url")
        return Difference(Element.PATH, Action.MOVED, side, pointer, "", old.url or "/", new.url or "/")


def templates(side: DocumentView) -> dict[str, Located]:
    """Return the path items by template."""
    return {path: item for path, item in side.members(side.root, "paths") if path.startswith("/")}


def match_paths(old: DocumentView, new: DocumentView) -> list[PathMatch]:
    """Match paths of the same URL, then equal templates; names of path parameters are not part of either."""
    before, after = templates(old), templates(new)
    own, others = ({path: _urls(side, item) for path, item in items.items()} for side, items in _sides(old, new))
    found = [PathMatch(path, path) for path in before if path in after and _share_server(own[path], others[path])]
    left = {path: urls for path, urls in own.items() if all(path != match.old for match in found)}
    free = {path: urls for path, urls in others.items() if all(path != match.new for match in found)}
    for match in [*_at_same_url(left, free), *_by_template(left, free)]:
        if match.old in left and match.new in free:
            del left[match.old], free[match.new]
            found.append(match)
    order = {path: index for index, path in enumerate(before)}
    return sorted(found, key=lambda match: order[match.old])


def _sides(old: DocumentView, new: DocumentView) -> Iterator[tuple[DocumentView, dict[str, Located]]]:
    for side in (old, new):
        yield side, templates(side)


def _urls(side: DocumentView, item: Located) -> list[ServerUrl]:
    return [url for server in servers_of(side, item) for url in urls_of(side, server)]


def _share_server(old: list[ServerUrl], new: list[ServerUrl]) -> bool:
    known = {one.url for one in new}
    return any(one.url in known for one in old)


def _at_same_url(old: dict[str, list[ServerUrl]], new: dict[str, list[ServerUrl]]) -> Iterator[PathMatch]:
    """Match paths that differ, but not their URLs."""
    known: dict[str, list[tuple[str, ServerUrl]]] = {}
    for path, urls in new.items():
        for one in urls:
            known.setdefault(unnamed(path).rpartition("/")[2], []).append((path, one))
    for path, urls in old.items():
        for other, url in known.get(unnamed(path).rpartition("/")[2], ()):
            same = (one for one in urls if is_same_url(one.url + unnamed(path), url.url + unnamed(other)))
            server = next(same, None)
            if server is not None and unnamed(path) != unnamed(other):
                yield PathMatch(path, other, (server, url))


def _by_template(old: dict[str, list[ServerUrl]], new: dict[str, list[ServerUrl]]) -> Iterator[PathMatch]:
    """Match equal templates, then those that differ only in the names of parameters, which clients do not see."""
    yield from (PathMatch(path, path) for path in old if path in new)
    names = {unnamed(path): path for path in reversed(new) if path not in old}
    for path in old:
        if unnamed(path) in names and path not in new:
            yield PathMatch(path, names[unnamed(path)])


def unnamed(path: str) -> str:
    """Return a path template without the names of its parameters."""
    return _PARAMETER.sub("{}", path)
