"""The families of hostile documents by name."""

from __future__ import annotations

from tests.hostile.documents import Family
from tests.hostile.families import composition, messages, references, sizes, syntax

FAMILIES: dict[str, Family] = {
    "counts": sizes.counts,
    "nested-arrays": sizes.nested_arrays,
    "enums": sizes.enums,
    "many": sizes.many,
    "nesting": sizes.nesting,
    "scalars": sizes.scalars,
    "conditions": composition.conditions,
    "unions": composition.unions,
    "all-of": composition.all_of,
    "mixes": composition.mixes,
    "discriminators": composition.discriminators,
    "dags": references.dags,
    "chains": references.chains,
    "cycles": references.cycles,
    "targets": references.targets,
    "aliases": syntax.aliases,
    "patterns": syntax.patterns,
    "bytes": syntax.bytes_,
    "names": messages.names,
    "examples": messages.examples,
    "servers": messages.servers,
    "security": messages.security,
    "extensions": messages.extensions,
}
