"""All checks in the order in which they run, checks of plugins, and the former ids of renamed checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.conformance.checks import (
    creation,
    deletion,
    determinism,
    documented_values,
    error_envelope,
    etags,
    file_content,
    filtering,
    header_equivalence,
    hostile_input,
    immutable_fields,
    item_identity,
    languages,
    limits,
    list_contents,
    lost_updates,
    multi_field_update,
    multi_get,
    nested_collections,
    pagination,
    projection,
    protocol,
    protocol_head,
    range_filters,
    read_after_write,
    repeated_actions,
    repeated_creation,
    replacement,
    representations,
    request_content_types,
    scopes,
    searching,
    sorting,
    unknown_routes,
    updated_at,
)
from contracts.conformance.checks.check import Check
from contracts.entry_points import PluginGroup


def installed_checks(own: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of installed distributions, see :meth:`PluginGroup.load`.

    :param own: the built-in checks.
    :raises SettingsError: for a check that cannot be used, naming its distribution.
    """
    return GROUP.load(own)


def _faults(check: Any) -> Iterator[str]:
    if not callable(check.run):
        yield "'run' is not callable"
    if not isinstance(check.title, str) or not check.title:
        yield "the title must be a string that is not empty"


GROUP = PluginGroup("casemock.checks", Check, _faults)


CHECKS: tuple[Check, ...] = (
    error_envelope.CHECK,
    unknown_routes.CHECK,
    filtering.CHECK,
    range_filters.CHECK,
    searching.CHECK,
    item_identity.CHECK,
    languages.CHECK,
    pagination.CHECK,
    projection.CHECK,
    protocol.ALLOW,
    protocol.CHALLENGE,
    protocol.CONTENT,
    protocol.DATES,
    header_equivalence.CHECK,
    protocol_head.CHECK,
    protocol.HEADERS,
    protocol.LOCATION,
    protocol.STATUS,
    representations.CHECK,
    scopes.CHECK,
    multi_get.CHECK,
    sorting.CHECK,
    determinism.CHECK,
    creation.CHECK,
    documented_values.CHECK,
    list_contents.CHECK,
    file_content.CHECK,
    repeated_creation.CHECK,
    nested_collections.CHECK,
    repeated_actions.CHECK,
    deletion.CHECK,
    etags.CHECK,
    hostile_input.CHECK,
    immutable_fields.CHECK,
    limits.CHECK,
    lost_updates.CHECK,
    updated_at.CHECK,
    read_after_write.CHECK,
    replacement.CHECK,
    request_content_types.CHECK,
    multi_field_update.CHECK,
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
