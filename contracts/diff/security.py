"""Compares the credentials that an operation requires: alternatives, schemes, scopes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from contracts.diff.change import Action, Element, Part
from contracts.diff.collector import OperationPair, OperationVersion
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.document_view import DocumentView
from contracts.diff.normalize import without_prose
from contracts.spec.pointers import child_pointer


class Required(NamedTuple):
    """The scopes required of a scheme, and the JSON pointer of the requirement."""

    scopes: tuple[str, ...]
    pointer: str


Schemes = dict[str, Required]
"""Schemes that are required together, by their names in the old document."""

MAX_PAIRS = 250_000
"""Maximum number of pairs of alternatives that are compared; with more, those with other schemes are not matched."""

_DEFINING = ("type", "in", "name", "scheme")


def compare_security(pair: OperationPair) -> None:
    """Compare the credentials that an operation requires."""
    names = _renamed(pair.collector.old, pair.collector.new)
    old_pointer, old = _effective(pair.collector.old, pair.old, {})
    new_pointer, new = _effective(pair.collector.new, pair.new, names)
    for found in _differences(old_pointer, old, new_pointer, new):
        pair.collector.add(found, pair.affected(Part.SECURITY, found.name))
    kept = {name for schemes in new.values() for name in schemes} - set(names.values())
    for name in dict.fromkeys(name for schemes in old.values() for name in schemes):
        if name in kept:
            for found in _scheme(pair.collector.old, pair.collector.new, name):
                pair.collector.add(found, pair.affected(Part.SECURITY, name))


def _renamed(old_side: DocumentView, new_side: DocumentView) -> dict[str, str]:
    """Return the old names of renamed schemes with equal definitions by new name. Clients never see these names."""
    old, new = _definitions(old_side), _definitions(new_side)
    removed = {name: site for name, site in old.items() if name not in new}
    added = {name: site for name, site in new.items() if name not in old} if removed else {}
    by_definition: dict[str, list[str]] = {}
    for name in reversed(removed if added else ()):
        by_definition.setdefault(_definition_of(removed[name]), []).append(name)
    same = {name: by_definition.get(_definition_of(site)) for name, site in added.items()}
    return {name: names.pop() for name, names in same.items() if names}


def _definition_of(site: Located) -> str:
    return json.dumps(without_prose(site.node), sort_keys=True)


def _effective(
    side: DocumentView, operation: OperationVersion, names: dict[str, str]
) -> tuple[str, dict[str, Schemes]]:
    """Return the pointer of the security requirements of an operation, and the alternatives by pointer.

    :param names: old names of renamed schemes by new name.
    """
    holder = operation.site if "security" in operation.site.node else side.root
    pointer = child_pointer(holder.pointer, "security")
    found: dict[str, Schemes] = {}
    for index, schemes in side.members(holder, "security"):
        named = {
            names.get(name, name): Required(tuple(map(str, scopes)), child_pointer(pointer, index, name))
            for name, scopes in schemes.node.items()
            if isinstance(scopes, list)
        }
        found[child_pointer(pointer, index)] = named
    return pointer, found


def _differences(
    old_pointer: str, old: dict[str, Schemes], new_pointer: str, new: dict[str, Schemes]
) -> Iterator[Difference]:
    was_optional, is_optional = (not some or any(not one for one in some.values()) for some in (old, new))
    before = {pointer: one for pointer, one in old.items() if one}
    after = {pointer: one for pointer, one in new.items() if one}
    if is_optional != was_optional:
        if is_optional:
            empty = next((pointer for pointer, one in new.items() if not one), "")
            where = (NEW, empty) if empty else (OLD, old_pointer)
            yield Difference(Element.SECURITY, Action.BECAME_OPTIONAL, *where)
        else:
            yield Difference(Element.SECURITY, Action.BECAME_REQUIRED, NEW, new_pointer)
        if not before or not after:
            return
    yield from _alternatives(before, after)


def _alternatives(old: dict[str, Schemes], new: dict[str, Schemes]) -> Iterator[Difference]:
    for pointer, other in _matched(old, new, exactly=True):
        yield from _scopes(old.pop(pointer), new.pop(other))
    for pointer, other in _matched(old, new, exactly=False):
        yield from _schemes(pointer, old.pop(pointer), other, new.pop(other))
    for pointer, one in old.items():
        yield Difference(Element.SECURITY_ALTERNATIVE, Action.REMOVED, OLD, pointer, _label(one))
    for other, one in new.items():
        yield Difference(Element.SECURITY_ALTERNATIVE, Action.ADDED, NEW, other, _label(one))


def _matched(old: dict[str, Schemes], new: dict[str, Schemes], *, exactly: bool) -> list[tuple[str, str]]:
    """Match alternatives with the same schemes, or otherwise those where one has all schemes of the other."""
    by_schemes: dict[frozenset[str], list[str]] = {}
    for other, schemes in new.items():
        by_schemes.setdefault(frozenset(schemes), []).append(other)
    matches: list[tuple[str, str]] = []
    for pointer, one in old.items():
        names = frozenset(one)
        near = () if exactly or len(old) * len(new) > MAX_PAIRS else by_schemes
        same = names if exactly else next((key for key in near if key < names or names < key), None)
        if same is not None and (others := by_schemes.get(same)):
            matches.append((pointer, others.pop(0)))
            if not others:
                del by_schemes[same]
    return matches


def _label(schemes: Iterable[str]) -> str:
    return " and ".join(schemes)


def _scopes(old: Schemes, new: Schemes) -> Iterator[Difference]:
    for name, (scopes, pointer) in new.items():
        before, after = set(old[name].scopes), set(scopes)
        added = [scope for scope in scopes if scope not in before]
        removed = [scope for scope in old[name].scopes if scope not in after]
        if added:
            yield Difference(Element.SCOPE, Action.ADDED, NEW, pointer, name, new=", ".join(added))
        if removed:
            yield Difference(Element.SCOPE, Action.REMOVED, NEW, pointer, name, old=", ".join(removed))


def _schemes(old_pointer: str, old: Schemes, new_pointer: str, new: Schemes) -> Iterator[Difference]:
    added, removed = [name for name in new if name not in old], [name for name in old if name not in new]
    if added:
        yield Difference(Element.SECURITY_SCHEME, Action.ADDED, NEW, new_pointer, _label(added))
    if removed:
        yield Difference(Element.SECURITY_SCHEME, Action.REMOVED, OLD, old_pointer, _label(removed))


def _scheme(old_side: DocumentView, new_side: DocumentView, name: str) -> Iterator[Difference]:
    """Compare two definitions of a scheme."""
    old, new = _definitions(old_side).get(name), _definitions(new_side).get(name)
    if old is None or new is None:
        return
    for key in _DEFINING:
        if _comparable(old, key) != _comparable(new, key):
            pointer = child_pointer(new.pointer, key)
            before, after = (f"{key} {scheme.node.get(key)}" for scheme in (old, new))
            yield Difference(Element.SECURITY_SCHEME, Action.CHANGED, NEW, pointer, name, before, after)
            return
    yield from _urls(old, new, name)
    yield from _flows(dict(old_side.members(old, "flows")), dict(new_side.members(new, "flows")), name)


def _flows(old: dict[str, Located], new: dict[str, Located], name: str) -> Iterator[Difference]:
    for flow, site in old.items():
        if flow in new:
            yield from _urls(site, new[flow], name)
        else:
            yield Difference(Element.OAUTH_FLOW, Action.REMOVED, OLD, site.pointer, name, old=flow)
    for flow, site in new.items():
        if flow not in old:
            yield Difference(Element.OAUTH_FLOW, Action.ADDED, NEW, site.pointer, name, new=flow)


@lru_cache(maxsize=8)
def _definitions(side: DocumentView) -> dict[str, Located]:
    """Return the security schemes of a document by name."""
    components = side.child(side.root, "components")
    return dict(side.members(components, "securitySchemes"))


def _comparable(scheme: Located, key: str) -> Any:
    """Return a defining field; HTTP scheme and header names are case-insensitive (RFC 9110, 11.1 and 5.1)."""
    value = scheme.node.get(key)
    is_caseless = key == "scheme" or (key == "name" and scheme.node.get("in") == "header")
    return value.lower() if is_caseless and isinstance(value, str) else value


def _urls(old: Located, new: Located, name: str) -> Iterator[Difference]:
    for key, url in new.node.items():
        before = old.node.get(key)
        if key.endswith("Url") and before is not None and before != url:
            pointer = child_pointer(new.pointer, key)
            yield Difference(Element.OAUTH_URL, Action.CHANGED, NEW, pointer, name, before, url)
