"""Searches, actions on items, their content, and operations on several items, at paths below a collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.spec.keys import FIRST
from contracts.spec.model import Operation, Resource
from contracts.spec.resources.bodies import body_path, item_path, list_of, returns_item
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.family import Family
from contracts.spec.resources.names import BULK, CONTENT, COPIES, SEARCHES, plain
from contracts.spec.resources.paths import PathTemplate
from contracts.spec.resources.roles import deletion_of_many, on_many
from contracts.spec.resources.shapes import is_same


def searches(candidates: Sequence[Candidate], families: dict[str, Family]) -> Iterator[tuple[Operation, Resource]]:
    """Lists of the items of a collection at a path below it."""
    for candidate in candidates:
        path = candidate.path
        is_plain = not path.parameter and not path.verb and path.segments and candidate.hint.role != "none"
        owner = families.get(path.parent().key) if is_plain and path.key not in families else None
        if candidate.method == "GET" and owner is not None and (resource := _search(candidate, owner)) is not None:
            yield candidate.operation, resource


def _search(candidate: Candidate, family: Family) -> Resource | None:
    """The resource of ``GET /x/findByStatus`` or ``/x/search``, whose response contains items of ``/x``."""
    word = plain(candidate.path.last)
    has_query = any(one.location == "query" for one in candidate.operation.parameters)
    if not word.startswith(SEARCHES) or not has_query or family.item is None:
        return None
    found = list_of(candidate, family)
    if found is None or not is_same(found[1], family.item):
        return None
    return family.resource("search", f"the response contains items of {family.path.template}", list_path=found[0])


def action(candidate: Candidate, families: dict[str, Family]) -> Resource | None:
    """The resource of an operation at ``/x/{id}/verb``, ``/x/{id}:verb`` or ``/x/batch``."""
    path = candidate.path
    words = [path.verb] if path.verb else []
    while path.segments and not path.parameter and path.key not in families and len(words) < 2:
        words.insert(0, path.segments[-1])
        path = path.parent()
    if not words or candidate.hint.role == "none":
        return None
    if path.parameter:
        family = families.get(path.parent().key)
        return (
            _on_item_action(candidate, family, path, words) if family is not None and family.item is not None else None
        )
    family = families.get(path.key)
    return _bulk(candidate, family, words) if family is not None and family.item is not None else None


def _on_item_action(candidate: Candidate, family: Family, path: PathTemplate, words: Sequence[str]) -> Resource | None:
    parameter, word = path.parameter, plain(words[-1])
    where = f"on an item of {family.path.template}"
    if word in CONTENT and candidate.method == "GET" and candidate.returns_content:
        return family.resource("download", f"content {where}", id_parameter=parameter)
    if word in CONTENT and candidate.method in {"PUT", "POST"} and candidate.sends_content:
        return family.resource(
            "upload", f"content {where}", id_parameter=parameter, item_path=item_path(candidate, family)
        )
    if candidate.method not in {"POST", "PUT", "PATCH"} or word in COPIES:
        return None
    names = {plain(name): name for name in family.item.possible_properties} if family.item is not None else {}
    is_returned = returns_item(candidate, family) and FIRST not in item_path(candidate, family)
    if is_returned or (candidate.method != "POST" and word in names and _sets(candidate, names[word])):
        return family.resource(
            "act",
            f"action '{'/'.join(words)}' {where}: it returns the item"
            if is_returned
            else f"sets the property {names[word]!r} {where}",
            id_parameter=parameter,
            item_path=item_path(candidate, family) if is_returned else (),
            body_path=body_path(candidate, family),
        )
    return None


def _sets(candidate: Candidate, name: str) -> bool:
    """Whether a body has the property that the path names."""
    return candidate.request is not None and name in candidate.request.possible_properties


def _bulk(candidate: Candidate, family: Family, words: Sequence[str]) -> Resource | None:
    if len(words) != 1 or plain(words[0]) not in BULK:
        return None
    word, method = plain(words[0]), candidate.method
    if method == "DELETE" or "delete" in word or "remove" in word:
        return deletion_of_many(family)
    role = "update_many" if "update" in word or method in {"PUT", "PATCH"} else "create_many"
    return on_many(candidate, family, role) if method in {"POST", "PUT", "PATCH"} else None
