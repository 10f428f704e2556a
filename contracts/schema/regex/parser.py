"""Parser for regular expressions of ECMA-262.

JSON Schema expects them with the ``u`` flag (2020-12, core, section 6.4). What is accepted without that flag only
(ECMA-262, annex B.1.2) is read as annex B says, and reported as a slip.
"""

from __future__ import annotations

from contracts.schema.regex.charsets import ANY, CLASSES, EMPTY, LAST, one, single
from contracts.schema.regex.tree import (
    UNBOUNDED,
    Alternation,
    Assertion,
    BackReference,
    Characters,
    Group,
    LookAround,
    Node,
    Pattern,
    Repeat,
    Sequence,
    SyntaxSlip,
    UnicodeProperty,
)
from contracts.schema.regex.unicode_properties import is_unicode_property

SYNTAX = frozenset("^$\\.*+?()[]{}|/")
"""The characters that a backslash may escape in a pattern with the ``u`` flag (ECMA-262, 22.2.1, IdentityEscape)."""

CONTROLS = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}

LOOKS = ("?=", "?!", "?<=", "?<!")

QUANTIFIERS = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}

FOREIGN_ESCAPES = frozenset("AzZhHRGQEeaXK")
"""Escapes of Perl, Java or Ruby; in ECMA-262 they are the letter itself, or an error."""

FOREIGN_ANCHORS = {"A": "^", "Z": "$", "z": "$"}
"""Escapes of Perl, Java or Python for the start and the end of the string."""

HORIZONTAL_SPACE = ((9, 9), (0x20, 0x20), (0xA0, 0xA0))


class PatternError(ValueError):
    """A pattern that is invalid, or uses syntax that this parser does not support."""


def parse_pattern(text: str, *, rust_syntax: bool = False) -> Pattern:
    r"""Parse a pattern. Raises :class:`PatternError`.

    :param rust_syntax: whether to read ``(?P<name>…)``, ``\pL``, ``a*+``, ``\A`` and ``\z`` as the regular expressions
        of Rust do, and ``\Z`` and ``\h`` as those of Java. They are not part of ECMA-262, but the validators of this
        package accept them, so values can be generated.
    """
    parser = _Parser(text, rust_syntax=rust_syntax)
    root = parser.alternation()
    if parser.at < len(text):
        raise PatternError(f"unbalanced parenthesis at {parser.at} in {text!r}")
    return Pattern(root, tuple(parser.slips))


class _Reader:
    """A string and a position in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def take(self, token: str) -> bool:
        if not self.peek(token):
            return False
        self.at += len(token)
        return True

    def char(self) -> str:
        if self.at >= len(self.text):
            raise PatternError(f"unexpected end of {self.text!r}")
        self.at += 1
        return self.text[self.at - 1]

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise PatternError(f"{end!r} is missing in {self.text!r}")
        found = self.text[self.at : stop]
        self.at = stop + len(end)
        return found


class _Parser(_Reader):
    def __init__(self, text: str, *, rust_syntax: bool) -> None:
        super().__init__(text)
        self.rust_syntax = rust_syntax
        self.slips: list[SyntaxSlip] = []
        self.groups = 0
        self.names: dict[str, int] = {}

    def alternation(self) -> Node:
        branches = [self.sequence()]
        while self.take("|"):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Alternation(tuple(branches))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def atom(self) -> Node:
        match self.char():
            case "^" | "$" as mark:
                return Assertion(mark)
            case ".":
                return Characters(ANY)
            case "(":
                return self.group()
            case "[":
                return self.character_class()
            case "\\":
                return self.escape()
            case "*" | "+" | "?":
                raise PatternError(f"nothing to repeat at {self.at - 1} in {self.text!r}")
            case other:
                return Characters(one(other))

    def group(self) -> Node:
        look = next((mark for mark in LOOKS if self.take(mark)), "")
        number = 0 if look or self.take("?:") else self.group_number()
        inner = self.alternation()
        if not self.take(")"):
            raise PatternError(f"a parenthesis is not closed in {self.text!r}")
        if look:
            return LookAround(inner, look)
        return Group(number, inner) if number else inner

    def group_number(self) -> int:
        """The number of the capturing group that starts here; its name is registered."""
        self.groups += 1
        if self.take("?<") or (self.rust_syntax and self.take("?P<")):
            self.names[self.until(">")] = self.groups
        elif self.peek("?"):
            raise PatternError(f"unknown kind of group at {self.at} in {self.text!r}")
        return self.groups

    def repeated(self, part: Node) -> Node:
        bounds = self.bounds()
        if bounds is None:
            return part
        if not self.take("?") and self.rust_syntax:
            self.take("+")
        return Repeat(part, *bounds)

    def bounds(self) -> tuple[int, int] | None:
        for mark, bounds in QUANTIFIERS.items():
            if self.take(mark):
                return bounds
        if not self.peek("{"):
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
            return Assertion("\\" + letter)
        if letter in "123456789":
            while self.at < len(self.text) and self.text[self.at].isdecimal():
                letter += self.char()
            return BackReference(int(letter))
        if self.rust_syntax and letter in FOREIGN_ANCHORS:
            return Assertion(FOREIGN_ANCHORS[letter])
        if letter == "k" and self.take("<"):
            return BackReference(self.names.get(self.until(">"), 0))
        return self.character_escape(letter, start, in_class=False)

    def character_escape(self, letter: str, start: int, *, in_class: bool) -> Characters:
        """The characters that an escape stands for.

        :param start: index of its backslash.
        :param in_class: whether it is in square brackets.
        """
        if letter in CLASSES:
            return Characters(CLASSES[letter])
        if self.rust_syntax and letter == "h":
            return Characters(HORIZONTAL_SPACE)
        if letter in "pP":
            return Characters(EMPTY, (self.unicode_property(start, is_negated=letter == "P"),))
        if letter in CONTROLS:
            return Characters(single(CONTROLS[letter]))
        if letter == "c":
            return Characters(single(ord(self.char()) % 32))
        if letter in "xu":
            return Characters(single(self.code_point(letter)))
        if letter in FOREIGN_ESCAPES:
            self.slips.append(SyntaxSlip(start, f"\\{letter}", is_foreign=True))
        elif letter not in SYNTAX and not (in_class and letter == "-"):
            self.slips.append(SyntaxSlip(start, f"\\{letter}", is_foreign=letter.isalnum()))
        return Characters(one(letter))

    def code_point(self, letter: str) -> int:
        if letter == "u" and self.take("{"):
            digits = self.until("}")
        else:
            digits = "".join(self.char() for _ in range(2 if letter == "x" else 4))
        try:
            code = int(digits, 16)
        except ValueError:
            raise PatternError(f"{digits!r} is not a hexadecimal number in {self.text!r}") from None
        if not 0 <= code <= LAST:
            raise PatternError(f"{digits!r} is not a code point in {self.text!r}")
        return code

    def unicode_property(self, start: int, *, is_negated: bool) -> UnicodeProperty:
        short = self.char if self.rust_syntax else str
        name = self.until("}") if self.take("{") else short()
        if not is_unicode_property(name):
            self.slips.append(SyntaxSlip(start, self.text[start : self.at], is_foreign=True))
        return UnicodeProperty(name, is_negated)

    def character_class(self) -> Characters:
        is_negated = self.take("^")
        items: list[Characters] = []
        while not self.take("]"):
            items += self.class_range()
        ranges = tuple(bounds for item in items for bounds in item.ranges)
        properties = tuple(one for item in items for one in item.properties)
        return Characters(ranges, properties, is_negated)

    def class_range(self) -> list[Characters]:
        """One item of a class: an atom, or two atoms with ``-`` between them."""
        first = self.class_atom()
        if not self.peek("-") or self.peek("-]"):
            return [first]
        self.at += 1
        last = self.class_atom()
        low, high = _code_point(first), _code_point(last)
        if low is None or high is None:
            return [first, Characters(one("-")), last]
        if low > high:
            raise PatternError(f"the bounds of a character range are swapped in {self.text!r}")
        return [Characters(((low, high),))]

    def class_atom(self) -> Characters:
        start = self.at
        letter = self.char()
        if letter != "\\":
            return Characters(one(letter))
        escape = self.char()
        return Characters(single(8)) if escape == "b" else self.character_escape(escape, start, in_class=True)


def _code_point(atom: Characters) -> int | None:
    """The only code point of an atom; ``None`` if it may have several."""
    if atom.properties or len(atom.ranges) != 1 or atom.ranges[0][0] != atom.ranges[0][1]:
        return None
    return atom.ranges[0][0]
