"""Single items: objects and content that can be read and written at one path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.spec.keys import schema_at
from contracts.spec.model import Operation, Resource
from contracts.spec.resources.bodies import body_path, item_path, returns_item, shares
from contracts.spec.resources.candidate import ITEM_ROLES, Candidate
from contracts.spec.resources.envelopes import RELATED, find_item
from contracts.spec.resources.family import Family, by_path
from contracts.spec.resources.names import CONTENT, plain
from contracts.spec.resources.paths import PathTemplate
from contracts.spec.resources.shapes import array_items, similarity


def singles(candidates: Sequence[Candidate], families: dict[str, Family]) -> Iterator[tuple[Operation, Resource]]:
    """Objects that can be read and written at one path: ``/me``, ``/orgs/{id}/settings``."""
    for path, group in by_path(candidates, lambda one: not one.path.parameter and not one.path.verb).items():
        read = next((one for one in group if one.method == "GET"), None)
        if path in families or read is None:
            continue
        family = Family(read.path, "", group, [])
        body = read.response
        if read.returns_content:
            if not _is_uploaded(read.path, families):
                yield from _single_content(group, family)
            continue
        if body is None or array_items(body) is not None or not body.possible_properties:
            continue
        family.item = schema_at(body, find_item(body, None, family.noun, family.ids)) or body
        roles = {one.operation: role for one in group if (role := _single_role(one, family))}
        if set(roles.values()) - {"read"}:
            for one in group:
                if one.operation in roles:
                    yield one.operation, _single(one, family, roles[one.operation])


def _is_uploaded(path: PathTemplate, families: dict[str, Family]) -> bool:
    """Whether a path has the content of an item that is uploaded when the item is created."""
    family = families.get(path.parent(2).key) if len(path.segments) > 2 and path.parent().parameter else None
    if family is None or plain(path.last) not in CONTENT:
        return False
    return any(one.method == "POST" and one.sends_content for one in family.on_collection)


def _single_content(group: Sequence[Candidate], family: Family) -> Iterator[tuple[Operation, Resource]]:
    """Content that is uploaded and downloaded at one path."""
    writes = [one for one in group if one.method in {"PUT", "POST"} and one.sends_content]
    read = next(one for one in group if one.method == "GET")
    schema = next((media.schema for one in read.operation.responses for media in one.content if media.schema), None)
    if not writes or schema is None:
        return
    family.item = schema
    for one in group:
        role = "download" if one is read else "upload" if one in writes else "delete" if one.method == "DELETE" else ""
        if role:
            yield one.operation, family.resource(role, "content that can be written and read", single=True)


def _single_role(candidate: Candidate, family: Family) -> str:
    item = family.item
    if candidate.method == "GET":
        return "read"
    if item is None or candidate.method == "DELETE":
        return "delete" if item is not None else ""
    returned = candidate.response is not None and similarity(candidate.response, item) >= RELATED
    sent = shares(candidate.request, item)
    if candidate.method == "POST":
        return (
            "update"
            if sent and returns_item(candidate, family) and similarity(candidate.request or item, item) >= RELATED
            else ""
        )
    if candidate.method in {"PUT", "PATCH"} and (sent or (returned and candidate.request is not None)):
        return ITEM_ROLES[candidate.method]
    return ""


def _single(candidate: Candidate, family: Family, role: str) -> Resource:
    return family.resource(
        role,
        "an object that can be read and written at one path",
        item_path=item_path(candidate, family),
        body_path=body_path(candidate, family),
        single=True,
    )
