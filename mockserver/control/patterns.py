"""Regular expressions of clients of the admin API, which are matched in time linear to the string."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jsonschema_rs import Draft202012Validator, RegexOptions, Validator

from contracts.schema.regex.parser import PatternError, parse_pattern
from contracts.schema.regex.translation import translate
from contracts.schema.regex.tree import UNBOUNDED, BackReference, LookAround, Node, children
from contracts.spec.usable_patterns import is_usable
from mockserver.control.admin_request import AdminError

MAX_PATTERN = 1000
"""Maximum length of a regular expression in characters."""

MAX_COMPILED = 1024 * 1024
"""Maximum size of a compiled regular expression in bytes, which limits the time to compile and to match it."""

LINEAR = RegexOptions(size_limit=MAX_COMPILED, dfa_size_limit=MAX_COMPILED)
"""The engine without backtracking; it has no look-around and no back references."""


@dataclass(frozen=True)
class SearchPattern:
    """A regular expression that is searched in strings, as ``pattern`` of JSON Schema.

    :param source: as it was given.
    :param compiled: in the syntax of the engine.
    """

    source: str
    compiled: str

    @cached_property
    def _validator(self) -> Validator:
        return _compile(self.compiled)

    def is_in(self, text: str) -> bool:
        """Whether the pattern matches any part of a string."""
        try:
            return self._validator.is_valid(text)
        except ValueError:  # lone surrogates, which no pattern matches
            return False


@lru_cache(maxsize=1024)
def _compile(pattern: str) -> Validator:
    """Raises :class:`ValueError` if the engine refuses the pattern."""
    return Draft202012Validator({"pattern": pattern}, pattern_options=LINEAR)


def compile_pattern(value: object, location: str) -> SearchPattern:
    """Return a regular expression of ECMA-262.

    :raises AdminError: if it is not valid, or cannot be matched in linear time.
    """
    if not isinstance(value, str):
        raise AdminError("a regular expression must be a string", location=location)
    if len(value) > MAX_PATTERN:
        message = f"the regular expression is longer than {MAX_PATTERN} characters"
        raise AdminError(message, location=location, hint="use a shorter one")
    for compiled in _forms(value):
        try:
            _compile(compiled)
        except ValueError:
            continue
        return SearchPattern(value, compiled)
    message, hint = _problem(value)
    raise AdminError(message, location=location, hint=hint)


def _forms(pattern: str) -> Iterator[str]:
    """Yield a pattern, and how the engine spells it if it knows another spelling only."""
    yield pattern
    found = translate(pattern, lambda name: is_usable(f"\\p{{{name}}}"))
    if found is not None and found.is_exact and (found.low, found.high) == (0, UNBOUNDED):
        yield found.pattern


def _problem(pattern: str) -> tuple[str, str]:
    """Return what is wrong with a pattern that the engine refuses, and how to fix it."""
    quoted = f"'{pattern[:60]}{'…' if len(pattern) > 60 else ''}'"
    try:
        root = parse_pattern(pattern, rust_syntax=True).root
    except PatternError as error:
        return f"not a valid regular expression: {quoted}: {error}", "escape special characters with a backslash"
    except RecursionError:
        return f"the regular expression {quoted} is nested too deeply", "use fewer groups"
    if any(isinstance(node, LookAround | BackReference) for node in _nodes(root)):
        hint = "write several conditions instead, or remove them"
        return f"the regular expression {quoted} has look-around or a back reference, which are not supported", hint
    return f"the regular expression {quoted} is not supported or too large", "use smaller counts of repetitions"


def _nodes(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(children(found))
