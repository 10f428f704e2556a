"""Regular expressions of JSON Schema (ECMA 262 with the ``u`` flag) read into a small tree.

Only what decides which characters a match may hold is kept: assertions (``^``, ``$``, ``\\b``, lookaheads) become
nothing, and whoever makes values from the tree checks them afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

UNBOUNDED = 1 << 30

PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
DIGITS = frozenset("0123456789")
LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
WORD = LOWER | UPPER | DIGITS | {"_"}
BLANKS = frozenset(" ")
CLASSES = {"d": DIGITS, "w": WORD, "s": BLANKS}
PROPERTIES = {
    "L": LOWER | UPPER,
    "Lu": UPPER,
    "Ll": LOWER,
    "N": DIGITS,
    "Nd": DIGITS,
    "P": frozenset(".,;:!?-"),
    "S": frozenset("$+=<>"),
    "Z": BLANKS,
    "Zs": BLANKS,
    "Alphabetic": LOWER | UPPER,
    "Letter": LOWER | UPPER,
    "Number": DIGITS,
    "Lowercase": LOWER,
    "Uppercase": UPPER,
}
"""ASCII members of the Unicode properties that patterns use; a subset is enough to make matching values."""
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True)
class Chars:
    """One character out of ``allowed``, which is sorted and never empty."""

    allowed: str


@dataclass(frozen=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    """One of several branches."""

    branches: tuple[Node, ...]


@dataclass(frozen=True)
class Times:
    """A part repeated from ``low`` to ``high`` times."""

    part: Node
    low: int
    high: int


@dataclass(frozen=True)
class Group:
    """A capturing group, numbered from 1."""

    number: int
    part: Node


@dataclass(frozen=True)
class Again:
    """A back-reference to a group."""

    number: int


Node = Chars | Row | Either | Times | Group | Again
NOTHING = Row(())


class PatternError(ValueError):
    """A pattern that this reader does not understand."""


def parse(pattern: str) -> Node:
    """Read a pattern. Raises :class:`PatternError`."""
    reader = _Reader(pattern)
    node = reader.either()
    if reader.at < len(pattern):
        raise PatternError(f"unbalanced parenthesis at {reader.at} in {pattern!r}")
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.groups = 0
        self.names: dict[str, int] = {}

    def peek(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def take(self, token: str) -> bool:
        if not self.peek(token):
            return False
        self.at += len(token)
        return True

    def char(self) -> str:
        if self.at >= len(self.text):
            raise PatternError(f"{self.text!r} ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise PatternError(f"{end!r} is missing in {self.text!r}")
        found = self.text[self.at : stop]
        self.at = stop + len(end)
        return found

    def either(self) -> Node:
        branches = [self.row()]
        while self.take("|"):
            branches.append(self.row())
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def row(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.text) and not self.peek("|") and not self.peek(")"):
            part = self.repeated(self.atom())
            if part != NOTHING:
                parts.append(part)
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def atom(self) -> Node:
        match self.char():
            case "^" | "$":
                return NOTHING
            case ".":
                return chars(PRINTABLE)
            case "(":
                return self.group()
            case "[":
                return self.char_class()
            case "\\":
                return self.escape()
            case other:
                return Chars(other)

    def group(self) -> Node:
        number = 0
        hidden = False
        if self.take("?:"):
            pass
        elif any(self.take(mark) for mark in ("?=", "?!", "?<=", "?<!")):
            hidden = True
        elif self.take("?<") or self.take("?P<"):
            self.groups = number = self.groups + 1
            self.names[self.until(">")] = number
        elif self.peek("?"):
            raise PatternError(f"unknown group at {self.at} in {self.text!r}")
        else:
            self.groups = number = self.groups + 1
        node = self.either()
        if not self.take(")"):
            raise PatternError(f"a parenthesis is not closed in {self.text!r}")
        return NOTHING if hidden else Group(number, node) if number else node

    def repeated(self, part: Node) -> Node:
        low, high = 1, 1
        if self.take("*"):
            low, high = 0, UNBOUNDED
        elif self.take("+"):
            low, high = 1, UNBOUNDED
        elif self.take("?"):
            low, high = 0, 1
        elif self.peek("{") and (bounds := self.bounds()):
            low, high = bounds
        else:
            return part
        self.take("?")
        return part if part == NOTHING else Times(part, low, high)

    def bounds(self) -> tuple[int, int] | None:
        inside = self.text[self.at + 1 : self.text.find("}", self.at)]
        low, comma, high = inside.partition(",")
        if not low.isdecimal() or not (high.isdecimal() or not high):
            return None
        self.until("}")
        return int(low), int(high) if high else UNBOUNDED if comma else int(low)

    def escape(self) -> Node:
        letter = self.char()
        if letter in "bB":
            return NOTHING
        if letter in "123456789":
            return Again(int(letter))
        if letter == "k" and self.take("<"):
            return Again(self.names[self.until(">")])
        return chars(self.escaped(letter))

    def escaped(self, letter: str) -> frozenset[str]:
        """The characters that an escape stands for, inside a class or outside."""
        if letter in "dwsDWS":
            members = CLASSES[letter.lower()]
            return members if letter.islower() else PRINTABLE - members
        if letter in "pP":
            return self.property(letter == "P")
        if letter in CONTROLS:
            return frozenset(CONTROLS[letter])
        if letter == "c":
            return frozenset(chr(ord(self.char()) % 32))
        if letter == "x":
            return frozenset(chr(int(self.char() + self.char(), 16)))
        if letter == "u":
            digits = self.until("}") if self.take("{") else "".join(self.char() for _ in range(4))
            return frozenset(chr(int(digits, 16)))
        return frozenset(letter)

    def property(self, negated: bool) -> frozenset[str]:
        name = self.until("}").removeprefix("{") if self.peek("{") else self.char()
        members = PROPERTIES.get(name.rpartition("=")[2], LOWER)
        return PRINTABLE - members if negated else members

    def char_class(self) -> Node:
        negated = self.take("^")
        members: set[str] = set()
        while not self.take("]"):
            first = self.member()
            if self.peek("-") and not self.peek("-]") and len(first) == 1:
                self.char()
                last = self.member()
                low, high = min(first), min(last)
                members.update(map(chr, range(ord(low), min(ord(high), ord(low) + 0x200) + 1)))
            else:
                members |= first
        return chars(PRINTABLE - members if negated else members)

    def member(self) -> frozenset[str]:
        letter = self.char()
        if letter != "\\":
            return frozenset(letter)
        escape = self.char()
        return frozenset("\b") if escape == "b" else self.escaped(escape)


def chars(members: set[str] | frozenset[str]) -> Chars:
    """A node for one of ``members``; the printable ASCII ones alone where there are some."""
    shown = members & PRINTABLE or members
    if not shown:
        raise PatternError("a character class without members")
    return Chars("".join(sorted(shown)))
