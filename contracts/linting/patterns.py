"""Regular expressions of ECMA-262 read into a tree that keeps what decides how an engine searches.

JSON Schema asks for them as with the ``u`` flag (2020-12, core, section 6.4). What only the web's leniency lets pass
(ECMA-262, annex B.1.2) is read as that says, and noted. Unlike :mod:`contracts.data.regex`, which makes matching
values, assertions stay in the tree, and sets of characters are whole.
"""

from __future__ import annotations

from contracts.linting.charsets import ANY, CLASSES, EMPTY, Chars, Ranges, complement, one, single, union
from contracts.linting.pattern_tree import UNBOUNDED, Back, Edge, Either, Look, Node, Pattern, Repeat, Row, Slip

SYNTAX = frozenset("^$\\.*+?()[]{}|/")
"""What a backslash may stand before in a pattern with the ``u`` flag (ECMA-262, 22.2.1, IdentityEscape)."""

CONTROLS = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}

LOOKS = {"?=": False, "?!": False, "?<=": True, "?<!": True}

FOREIGN_ESCAPES = frozenset("AzZhHRGQEeaXK")
"""Escapes of Perl, Java or Ruby; here they are the letter itself, or an error."""

FOREIGN_PROPERTIES = frozenset(
    {"Alnum", "Punct", "Print", "Blank", "Graph", "Cntrl", "XDigit", "Digit", "Space", "Upper", "Lower", "Word"}
    | {"Greek", "Latin", "Han", "Cyrillic", "Arabic", "Hebrew", "Hiragana", "Katakana", "Hangul", "Thai", "LD"}
)
"""Names of POSIX and Perl that no Unicode property has (ECMA-262, table 67): scripts are ``Script=Greek``."""


class PatternError(ValueError):
    """A pattern that is none, or that this reader does not know."""


def read_pattern(text: str) -> Pattern:
    """Read a pattern. Raises :class:`PatternError`."""
    reader = _Reader(text)
    root = reader.either()
    if reader.at < len(text):
        raise PatternError(f"unbalanced parenthesis at {reader.at}")
    return Pattern(root, tuple(reader.slips))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.slips: list[Slip] = []

    def take(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def char(self) -> str:
        if self.at >= len(self.text):
            raise PatternError("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise PatternError(f"{end!r} is missing")
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
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def atom(self) -> Node:
        match self.char():
            case "^":
                return Edge("^")
            case "$":
                return Edge("$")
            case ".":
                return Chars(ANY)
            case "(":
                return self.group()
            case "[":
                return self.char_class()
            case "\\":
                return self.escape()
            case "*" | "+" | "?":
                raise PatternError(f"nothing to repeat at {self.at - 1}")
            case other:
                return Chars(one(other))

    def group(self) -> Node:
        look = next((mark for mark in LOOKS if self.take(mark)), "")
        if not look and not self.take("?:"):
            if self.take("?<"):
                self.until(">")
            elif self.take("?"):
                raise PatternError(f"unknown kind of group at {self.at}")
        inner = self.either()
        if not self.take(")"):
            raise PatternError("a parenthesis is not closed")
        return Look(inner) if look else inner

    def repeated(self, part: Node) -> Node:
        bounds = self.bounds()
        if bounds is None:
            return part
        self.take("?")
        return Repeat(part, *bounds)

    def bounds(self) -> tuple[int, int] | None:
        for mark, bounds in (("*", (0, UNBOUNDED)), ("+", (1, UNBOUNDED)), ("?", (0, 1))):
            if self.take(mark):
                return bounds
        if not self.text.startswith("{", self.at):
            return None
        low, comma, high = self.text[self.at + 1 : self.text.find("}", self.at)].partition(",")
        if not low.isdecimal() or not (high.isdecimal() or not high):
            return None
        self.until("}")
        return int(low), int(high) if high else UNBOUNDED if comma else int(low)

    def escape(self) -> Node:
        start = self.at - 1
        letter = self.char()
        if letter in "bB":
            return Edge("\\" + letter)
        if letter in "123456789":
            while self.at < len(self.text) and self.text[self.at].isdecimal():
                self.at += 1
            return Back()
        if letter == "k" and self.take("<"):
            self.until(">")
            return Back()
        return Chars(self.escaped(letter, start, inside=False))

    def escaped(self, letter: str, start: int, *, inside: bool) -> Ranges:
        """The characters that an escape stands for.

        :param start: where its backslash stands.
        :param inside: a class of characters.
        """
        if letter in CLASSES:
            return CLASSES[letter]
        if letter in "pP":
            return self.property(start)
        if letter in CONTROLS:
            return single(CONTROLS[letter])
        if letter == "c":
            return single(ord(self.char()) % 32)
        if letter == "x":
            return single(self.hexadecimal(self.char() + self.char()))
        if letter == "u":
            return single(self.hexadecimal(self.until("}") if self.take("{") else "".join(map(self.quad, range(4)))))
        if letter in FOREIGN_ESCAPES:
            self.slips.append(Slip(start, f"\\{letter}", is_foreign=True))
        elif letter not in SYNTAX and not (inside and letter == "-"):
            self.slips.append(Slip(start, f"\\{letter}", is_foreign=letter.isalnum()))
        return one(letter)

    def quad(self, _: int) -> str:
        return self.char()

    def hexadecimal(self, digits: str) -> int:
        try:
            return int(digits, 16)
        except ValueError:
            raise PatternError(f"{digits!r} is no hexadecimal number") from None

    def property(self, start: int) -> Ranges:
        """A Unicode property; its characters are not known here, so it overlaps with nothing."""
        name = self.until("}").removeprefix("{") if self.text.startswith("{", self.at) else ""
        if not name or name in FOREIGN_PROPERTIES or name.startswith(("Is", "In", "java", "^")):
            self.slips.append(Slip(start, self.text[start : self.at], is_foreign=True))
        return EMPTY

    def char_class(self) -> Node:
        is_negated = self.take("^")
        members = EMPTY
        while not self.take("]"):
            first = self.member()
            if self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at):
                self.at += 1
                last = self.member()
                if _is_range(first, last):
                    members = union(members, ((first[0][0], last[0][1]),))
                else:
                    members = union(union(members, union(first, last)), one("-"))
            else:
                members = union(members, first)
        return Chars(complement(members) if is_negated else members)

    def member(self) -> Ranges:
        start = self.at
        letter = self.char()
        if letter != "\\":
            return one(letter)
        escape = self.char()
        return single(8) if escape == "b" else self.escaped(escape, start, inside=True)


def _is_range(first: Ranges, last: Ranges) -> bool:
    if len(first) != 1 or len(last) != 1 or first[0][0] != first[0][1] or last[0][0] != last[0][1]:
        return False
    if first[0][0] > last[0][0]:
        raise PatternError("a range of characters runs backwards")
    return True
