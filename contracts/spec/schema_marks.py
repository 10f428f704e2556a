"""What the schemas of a document contain that would otherwise be sought in all of it: found once, when it is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from contracts.spec.read_write_only import FLAGS
from contracts.spec.traversal import Visit, pointer_of


class SchemaMarks(NamedTuple):
    """What the schemas of a document contain.

    :param flags: which of ``readOnly: true`` and ``writeOnly: true``.
    :param alternatives: JSON pointers of the schemas with ``oneOf`` and without a discriminator.
    """

    flags: frozenset[str]
    alternatives: tuple[str, ...]


def schema_marks(visits: Iterable[Visit]) -> SchemaMarks:
    """Return the marks of a document.

    :param visits: all of its objects; see :func:`contracts.spec.traversal.visit`.
    """
    flags: set[str] = set()
    alternatives: list[str] = []
    missing = tuple(FLAGS.values())
    for here in visits:
        if here.kind != "schema":
            continue
        node = here.node
        if "oneOf" in node and "discriminator" not in node:
            alternatives.append(pointer_of(here.trail))
        for flag in missing:
            if flag in node and node[flag] is True:
                flags.add(flag)
                missing = tuple(one for one in missing if one != flag)
    return SchemaMarks(frozenset(flags), tuple(dict.fromkeys(alternatives)))
