"""Whether the corrections of ``x-mock-resource`` fit the document."""

from __future__ import annotations

from contracts.spec.keys import schema_at
from contracts.spec.model import Resource
from contracts.spec.pointers import reference_pointer
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.role_names import LISTING_ROLES


def hint_error(candidate: Candidate, resource: Resource | None) -> str:
    """Return a message about a hint that does not fit the document; ``""`` if it does."""
    hint = candidate.hint
    if resource is None:
        return _role_error(candidate)
    if hint.id_path and schema_at(resource.item, hint.id_path) is None:
        return f"items of {resource.collection} have no property {'/'.join(hint.id_path)!r}"
    if hint.item and resource.item.pointer != reference_pointer(hint.item):
        return f"no schema at {hint.item!r}"
    if hint.list_path and resource.role in LISTING_ROLES and hint.list_path != resource.list_path:
        return f"the list response of {resource.collection} has no array property {'/'.join(hint.list_path)!r}"
    if hint.envelope and resource.role not in LISTING_ROLES and not _has_envelope(candidate):
        return f"neither the response nor the request body has a property {'/'.join(hint.envelope)!r}"
    return ""


def _role_error(candidate: Candidate) -> str:
    """Return a message about a role that an operation cannot have.

    Other keys are ignored: the hint of a path item also applies to its operations without a collection.
    """
    role = candidate.hint.role
    if role in {"", "none"}:
        return ""
    if not candidate.succeeds:
        return f"role {role!r}: only errors are documented as responses"
    return f"role {role!r}: no collection with a known item schema is in the path; name one with 'collection'"


def _has_envelope(candidate: Candidate) -> bool:
    """Whether the envelope is in the response or the request body; an operation without both needs none."""
    envelope = candidate.hint.envelope or ()
    bodies = [body for body in (candidate.response, candidate.request) if body is not None]
    return not bodies or any(schema_at(body, envelope) is not None for body in bodies)
