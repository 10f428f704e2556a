"""Where a keyword that a validator reports is written in a document.

Validators are compiled from a rewritten tree (:mod:`contracts.spec.validator_tree`,
:mod:`contracts.spec.usable_patterns`), so that their pointers may lead through schemas that the document does not have.
"""

from __future__ import annotations

from typing import Any

from jsonschema_rs import ValidationError

from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.schemas import DERIVED_SCHEMAS, Schema
from contracts.spec.validator_tree import BASES

REFERENCE = "$ref"

_COPIES = frozenset({BASES, DERIVED_SCHEMAS})
"""Keys of schemas that are not in the document; their own keys are pointers to what they were made from."""

_LENGTHS = frozenset({"minLength", "maxLength"})


def keyword_pointer(schema: Schema, error: ValidationError) -> str:
    """Return the pointer of the keyword that a value breaks, in the tree that validators are compiled from.

    It costs little; :func:`written_pointer` finds what is in the document.

    :param error: of a validator of the schema.
    """
    target = schema.final_target
    steps = error.evaluation_path
    if REFERENCE not in steps:  # the validator has the schema itself
        return child_pointer(target.pointer, *steps)
    node = target.node
    if steps.count(REFERENCE) == 1 and steps[0] == REFERENCE and not (isinstance(node, dict) and REFERENCE in node):
        # The validator refers to the schema, or to an equal one.
        return child_pointer(target.pointer, *steps[1:])
    return child_pointer("", *error.schema_path)


def written_pointer(tree: dict[str, Any], pointer: str) -> str:
    """Return the pointer in the tree of a contract that is closest to one of :func:`keyword_pointer`."""
    tokens = split_pointer(pointer)
    while len(tokens) > 1 and tokens[0] in _COPIES:
        tokens = [*split_pointer(tokens[1]), *tokens[2:]]
    found = ""
    node: Any = tree
    owner: tuple[str, Any] | None = None
    for position, token in enumerate(tokens):
        below = _below(node, token)
        if below is None and isinstance(node, list) and owner is not None:
            (found, node), owner = owner, None  # a branch that the validator has in addition
            continue
        if below is None:
            if position == len(tokens) - 1:
                found = _stand_in(found, node, token)
            continue  # a step that the document does not have, such as ``then``
        owner = (found, node) if isinstance(node, dict) else owner
        found, node = child_pointer(found, token), below[0]
    return found


def _below(node: Any, token: str) -> tuple[Any] | None:
    """Return the value below a node in a tuple; ``None`` if there is none."""
    if isinstance(node, dict):
        return (node[token],) if token in node else None
    if isinstance(node, list) and token.isdecimal() and int(token) < len(node):
        return (node[int(token)],)
    return None


def _stand_in(pointer: str, node: Any, keyword: str) -> str:
    """Return the pointer of what is in a document instead of a keyword that it does not have."""
    if not isinstance(node, dict):
        return pointer
    if keyword in _LENGTHS and "pattern" in node:  # a translated pattern implies the length
        return child_pointer(pointer, "pattern")
    return child_pointer(pointer, "discriminator") if "discriminator" in node else pointer
