"""What the matches of a regular expression have in common: their length, and whether there are any."""

from __future__ import annotations

from contracts.schema.regex.tree import (
    END,
    START,
    UNBOUNDED,
    Alternation,
    BackReference,
    Characters,
    Group,
    Node,
    Repeat,
    Sequence,
    without_groups,
)


def shortest(node: Node) -> int:
    """The length of the shortest match in characters."""
    match node:
        case Characters():
            return 1
        case Sequence(parts):
            return sum(map(shortest, parts))
        case Alternation(branches):
            return min(map(shortest, branches))
        case Repeat(part, low):
            return low * shortest(part)
        case Group(_, part):
            return shortest(part)
    return 0


def longest(node: Node) -> int:
    """The length of the longest match in characters; :data:`UNBOUNDED` or more if there is no limit."""
    match node:
        case Characters():
            return 1
        case Sequence(parts):
            return sum(map(longest, parts))
        case Alternation(branches):
            return max(map(longest, branches))
        case Repeat(part, _, high):
            return high * longest(part)
        case Group(_, part):
            return longest(part)
        case BackReference():
            return UNBOUNDED
    return 0


def is_anchored(node: Node) -> bool:
    """Whether each branch starts with ``^`` and ends with ``$``, so that a match is the whole string."""
    return _is_anchored(without_groups(node))


def _is_anchored(node: Node) -> bool:
    match node:
        case Sequence(parts):
            return len(parts) > 1 and parts[0] == START and parts[-1] == END
        case Alternation(branches):
            return all(map(_is_anchored, branches))
    return False


def can_match(node: Node) -> bool:
    """Whether any string can match; ``True`` if that is not certain.

    ``^`` matches at the start of the string only, ``$`` at its end: patterns of JSON Schema have no multiline flag.
    """
    return _can_match(without_groups(node))


def _can_match(node: Node) -> bool:
    match node:
        case Sequence(parts):
            return all(map(_can_match, parts)) and not _has_misplaced_anchor(parts)
        case Alternation(branches):
            return any(map(_can_match, branches))
        case Repeat(part, low):
            return low == 0 or _can_match(part)
    return True


def _has_misplaced_anchor(parts: tuple[Node, ...]) -> bool:
    """Whether a ``^`` follows a character, or a ``$`` precedes one."""
    lengths = [shortest(part) for part in parts]
    before = [sum(lengths[:index]) for index in range(len(parts))]
    whole = sum(lengths)
    return any(
        (part == START and before[index]) or (part == END and whole - before[index]) for index, part in enumerate(parts)
    )
