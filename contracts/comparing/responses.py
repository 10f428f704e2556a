"""Responses of an operation compared: statuses, bodies, headers, links."""

from __future__ import annotations

from contracts.comparing.bodies import contents
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.links import links
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.use import Operation, Use
from contracts.spec.document import child_pointer

DEFAULT = "default"


def responses(use: Use) -> None:
    """Tell what differs between the responses of an operation."""
    old, new = _statuses(use.ledger.old, use.old), _statuses(use.ledger.new, use.new)
    for status, site in old.items():
        other = _answering(status, new)
        if other is not None:
            _response(use, status, site, other)
        else:
            topic = f"{'success' if _is_success(status) else 'error'}-removed"
            use.gone(topic, site.place, status, use.aspect("response", "", status), direction=use.answering)
    for status, site in new.items():
        if status not in old:
            topic = f"{'success' if _is_success(status) else 'error'}-added"
            use.come(topic, site.place, status, use.aspect("response", "", status), direction=use.answering)
            known = _answering(status, old)
            if known is not None:
                _response(use, status, known, site)


def _statuses(side: Side, operation: Operation) -> dict[str, Site]:
    """The responses by status; ranges in capitals."""
    return {
        status if status == DEFAULT else status.upper(): site
        for status, site in side.members(operation.site, "responses")
        if status == DEFAULT or status[:1].isdigit()
    }


def _is_success(status: str) -> bool:
    return status[:1] in ("1", "2", "3")


def _answering(status: str, others: dict[str, Site]) -> Site | None:
    """What the other document says of a status: by itself, by its range, or for errors by ``default``."""
    names = [status, f"{status[:1]}XX", *([] if _is_success(status) else [DEFAULT])]
    return next((others[name] for name in names if name in others), None)


def _response(use: Use, status: str, old: Site, new: Site) -> None:
    contents(use, old, new, use.answering, use.aspect("response", "", status))
    _headers(use, status, old, new)
    links(use, status, old, new)


def _headers(use: Use, status: str, old: Site, new: Site) -> None:
    before, after = _named(use.ledger.old, old), _named(use.ledger.new, new)
    direction = use.answering
    for name, site in before.items():
        aspect = use.aspect("response-header", name, status)
        if name not in after:
            use.gone("header-removed", site.place, name, aspect, direction=direction)
            continue
        other = after[name]
        was, is_now = (one.node.get("required") is True for one in (site, other))
        if was != is_now:
            topic = "header-became-required" if is_now else "header-became-optional"
            where = (NEW, other) if is_now else (OLD, site)
            difference = Difference(topic, where[0], child_pointer(where[1].pointer, "required"), name)
            use.ledger.tell(difference, aspect, direction=direction)
        sides = use.ledger.old.schema(site, "schema"), use.ledger.new.schema(other, "schema")
        use.ledger.pairs.use(*sides, direction, aspect)
    for name, site in after.items():
        if name not in before:
            use.come(
                "header-added", site.pointer, name, use.aspect("response-header", name, status), direction=direction
            )


def _named(side: Side, response: Site) -> dict[str, Site]:
    """The headers by lower-case name; ``Content-Type`` has no effect (OpenAPI 3.1, "Response Object")."""
    found = {name.lower(): site for name, site in side.members(response, "headers")}
    return {name: site for name, site in found.items() if name != "content-type"}
