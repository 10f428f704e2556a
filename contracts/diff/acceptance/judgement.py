"""Decides what the new version of a composed schema accepts of the old one, and finds a value that shows it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from contracts.diff.acceptance.clauses import unions_of
from contracts.diff.acceptance.examples import Examples
from contracts.diff.acceptance.inclusion import DOCUMENTED, PLAIN, Inclusion
from contracts.diff.acceptance.validity import Validity, is_accepted
from contracts.diff.difference import Located
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.schema_pair import SchemaPair
from contracts.spec.discriminators import discriminator_property


class Judgement(NamedTuple):
    """Whether values that were valid before are valid in requests, and the reverse for responses.

    :param is_accepted: whether all of them certainly are.
    :param is_documented: whether the other schema certainly describes all of them, and does not just accept them.
    :param example: JSON of one that certainly is not; ``""`` if none is known.
    :param is_ambiguous: whether the example is invalid because several alternatives of ``oneOf`` match it.
    """

    is_accepted: bool
    is_documented: bool = False
    example: str = ""
    is_ambiguous: bool = False


def judge(pair: SchemaPair) -> Judgement:
    """Compare what two schemas accept: requests of the old version, or responses of the new one."""
    source, target = (pair.old, pair.new) if pair.is_request else (pair.new, pair.old)
    if is_included(pair, source, target, is_documented=True):
        return Judgement(is_accepted=True, is_documented=True)
    if is_included(pair, source, target):
        return Judgement(is_accepted=True)
    exclusive = _are_exclusive(pair)
    for value in Examples(pair.direction, [source, target]).of(source):
        before, after = (is_accepted(one, value, pair.direction, are_exclusive=exclusive) for one in (source, target))
        if before and after is False:
            text = json.dumps(value, ensure_ascii=False, default=str)
            return Judgement(is_accepted=False, example=text, is_ambiguous=_is_ambiguous(pair, target, value))
    return Judgement(is_accepted=False)


def are_equal(pair: SchemaPair) -> bool:
    """Return whether both schemas certainly describe the same values."""
    return all(
        is_included(pair, *schemas, is_documented=True) for schemas in ((pair.old, pair.new), (pair.new, pair.old))
    )


def is_included(
    pair: SchemaPair, source: ComparedSchema, target: ComparedSchema, *, is_documented: bool = False
) -> bool:
    """Return whether the target certainly accepts, or describes, all values of the source."""
    proof = Inclusion(pair.direction, are_exclusive=_are_exclusive(pair))
    return proof.is_proven(target, source, DOCUMENTED if is_documented else PLAIN)


def _are_exclusive(pair: SchemaPair) -> bool:
    """Whether ``oneOf`` excludes values that match several alternatives: a discriminator selects one of them."""
    parts = (part for schema in (pair.old, pair.new) for part in schema.parts)
    return not any(discriminator_property(part.node) for part in parts)


def _is_ambiguous(pair: SchemaPair, target: ComparedSchema, value: Any) -> bool:
    """Whether several alternatives of a ``oneOf`` match a value."""
    check = Validity(target.side, pair.direction)
    parts = (part for part in target.parts if isinstance(part.node.get("oneOf"), list) and unions_of(target))
    sites = (Located(part.pointer, part.node) for part in parts)
    return any(check.branches(site, "oneOf", value).count(True) > 1 for site in sites)
