"""The list of all checks, in the order in which they run, and the former ids of renamed checks."""

from __future__ import annotations

from contracts.checks import (
    creation,
    deletion,
    error_envelope,
    filtering,
    hostile_input,
    immutable_fields,
    item_identity,
    languages,
    limits,
    lost_updates,
    moment_of_change,
    outside_envelope,
    pagination,
    projection,
    protocol_equivalents,
    protocol_head,
    protocol_headers,
    read_after_write,
    replacement,
    representations,
    scopes,
    several_items,
    several_properties,
    sorting,
    stability,
)
from contracts.checks.check import Check

CHECKS: tuple[Check, ...] = (
    # Checks that only read.
    error_envelope.CHECK,
    outside_envelope.CHECK,
    filtering.CHECK,
    item_identity.CHECK,
    languages.CHECK,
    pagination.CHECK,
    projection.CHECK,
    protocol_headers.ALLOW,
    protocol_headers.CHALLENGE,
    protocol_headers.CONTENT,
    protocol_headers.DATES,
    protocol_equivalents.CHECK,
    protocol_head.CHECK,
    protocol_headers.HEADERS,
    protocol_headers.LOCATION,
    protocol_headers.STATUS,
    representations.CHECK,
    scopes.CHECK,
    several_items.CHECK,
    sorting.CHECK,
    stability.CHECK,
    # Checks that change data of the server.
    creation.CHECK,
    deletion.CHECK,
    hostile_input.CHECK,
    immutable_fields.CHECK,
    limits.CHECK,
    lost_updates.CHECK,
    moment_of_change.CHECK,
    read_after_write.CHECK,
    replacement.CHECK,
    several_properties.CHECK,
)

RENAMED = {
    "error-envelope-outside": "unknown-routes",
    "moment-of-change": "updated-at",
    "protocol-equivalents": "header-equivalence",
    "several-items": "multi-get",
    "several-properties": "multi-field-update",
    "stability": "determinism",
}
"""Former id of a check → current id. Former ids remain valid in options, settings and baselines."""


def all_checks() -> tuple[Check, ...]:
    """Return all checks, those that only read before those that write."""
    return CHECKS


def current_id(rule: str) -> str:
    """Return a check id, or a rule ``id/part``, with a former id replaced by the current one."""
    check, slash, part = rule.partition("/")
    return f"{RENAMED.get(check, check)}{slash}{part}"
