"""Whether a backtracking engine can need exponential time for a pattern.

This happens if one string leads through a loop in two ways and the part after the loop can fail: each iteration doubles
the number of attempts (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991). The automaton has one
state for each character class in the pattern (Glushkov's construction).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from contracts.schema.regex.charsets import EMPTY, Ranges, common_character, complement, overlap, union
from contracts.schema.regex.tree import (
    END,
    START,
    Alternation,
    Characters,
    LookAround,
    Node,
    Repeat,
    Sequence,
    children,
    without_groups,
)

MOST_COPIES = 8
"""Bounded repetitions up to this count are unrolled; larger ones are treated as unbounded."""

MOST_LETTERS = 64
"""The same for a repetition of one character, which needs only one state per iteration."""

MOST_STATES = 400
"""Patterns with more states are not analysed."""

MOST_STEPS = 60_000
"""Pairs of transitions that are examined before the analysis gives up without a finding."""

Pair = tuple[int, int]
State = TypeVar("State")


class _Span(NamedTuple):
    """How a part of a pattern connects to its neighbours: whether it may be empty, its first and its last states."""

    is_nullable: bool
    first: frozenset[int]
    last: frozenset[int]


NOTHING = _Span(True, frozenset(), frozenset())


class _TooMuchError(Exception):
    """The pattern is too large, or uses syntax that the analysis does not support."""


class Explosion(NamedTuple):
    """Why a pattern takes exponential time.

    :param text: the string whose repetition triggers it, e.g. ``aa``.
    :param is_of_search: whether a search triggers it, which is what JSON Schema asks for (2020-12, validation, section
        6.3.3); otherwise only a match of the whole string, as by ``matches()`` of Java or ``pattern`` of HTML.
    """

    text: str
    is_of_search: bool


def find_explosion(root: Node) -> Explosion | None:
    """Why a pattern takes exponential time; ``None`` if it does not, or if that is not known."""
    root = without_groups(root)
    if not _has_nested_choice(root):
        return None
    try:
        for is_of_search, node in ((True, root), (False, Sequence((root, END)))):
            parts = [node, *(look.part for look in _looks(root))] if is_of_search else [node]
            found = (_Automaton(part).pump() for part in parts if _has_nested_choice(part))
            text = next((pump for pump in found if pump), None)
            if text:
                return Explosion(text, is_of_search)
    except _TooMuchError:
        pass
    return None


def _looks(node: Node) -> Iterator[LookAround]:
    if isinstance(node, LookAround):
        yield node
    for part in children(node):
        yield from _looks(part)


def _has_nested_choice(node: Node) -> bool:
    """Whether a loop contains more than a character, which is necessary for exponential time."""
    if isinstance(node, Repeat) and node.high > 1 and not isinstance(node.part, Characters):
        return True
    return any(map(_has_nested_choice, children(node)))


@dataclass
class _Automaton:
    """The states of a pattern and its transitions, with the number of ways from one state to the next."""

    root: Node
    sets: list[Ranges] = field(default_factory=list)
    ways: Counter[Pair] = field(default_factory=Counter)
    counted: set[int] = field(default_factory=set)
    """Last states of loops with a minimum of several iterations, so the part after the loop may not be reached."""

    def __post_init__(self) -> None:
        self.whole = self._read(self.root, in_loop=False)
        self.follow: dict[int, list[int]] = {}
        for before, after in self.ways:
            self.follow.setdefault(before, []).append(after)

    def _read(self, node: Node, *, in_loop: bool) -> _Span:
        match node:
            case Characters():
                return self._state(node.members)
            case Sequence(parts):
                return self._row([self._read(part, in_loop=in_loop) for part in parts])
            case Alternation(branches):
                spans = [self._read(branch, in_loop=in_loop) for branch in branches]
                return _Span(
                    any(span.is_nullable for span in spans),
                    frozenset().union(*(span.first for span in spans)),
                    frozenset().union(*(span.last for span in spans)),
                )
            case Repeat():
                return self._repeat(node, in_loop=in_loop)
        return self._assertion(node, in_loop=in_loop)

    def _state(self, members: Ranges) -> _Span:
        if len(self.sets) >= MOST_STATES:
            raise _TooMuchError
        self.sets.append(members)
        here = frozenset({len(self.sets) - 1})
        return _Span(False, here, here)

    def _assertion(self, node: Node, *, in_loop: bool) -> _Span:
        """What may fail without consuming: a state that no character leads to, so the part before it can fail."""
        if in_loop:
            raise _TooMuchError
        return NOTHING if node == START else self._state(EMPTY)

    def _row(self, spans: list[_Span]) -> _Span:
        whole = NOTHING
        for span in spans:
            self._link(whole.last, span.first)
            whole = _Span(
                whole.is_nullable and span.is_nullable,
                whole.first | span.first if whole.is_nullable else whole.first,
                whole.last | span.last if span.is_nullable else span.last,
            )
        return whole

    def _repeat(self, node: Repeat, *, in_loop: bool) -> _Span:
        low, high = node.low, node.high
        if high == 0:
            return NOTHING
        if high <= (MOST_LETTERS if isinstance(node.part, Characters) else MOST_COPIES):
            return self._chain([self._read(node.part, in_loop=in_loop) for _ in range(high)], low)
        span = self._read(node.part, in_loop=True)
        self._link(span.last, span.first)
        if low > 1 and not in_loop:
            self.counted |= span.last
        return span._replace(is_nullable=span.is_nullable or low == 0)

    def _chain(self, copies: list[_Span], low: int) -> _Span:
        """Copies of a part in a row, of which the first ``low`` are required."""
        least = 0 if copies[0].is_nullable else low
        for before, after in pairwise(copies):
            self._link(before.last, after.first)
        ends = copies[max(least, 1) - 1 :]
        return _Span(least == 0, copies[0].first, frozenset().union(*(copy.last for copy in ends)))

    def _link(self, before: Iterable[int], after: Iterable[int]) -> None:
        targets = list(after)
        self.ways.update((source, target) for source in before for target in targets)

    def pump(self) -> str | None:
        """The string whose repetition takes exponential time; ``None`` if there is none."""
        for component in self._components():
            if self._can_fail(component):
                text = self._of_component(component)
                if text:
                    return text
        return None

    def _components(self) -> Iterator[frozenset[int]]:
        """The strongly connected components: sets of states that all lead to each other."""
        reached = {state: _reach(state, self._after) for state in self.follow}
        done: set[int] = set()
        for state, targets in reached.items():
            if state in targets and state not in done:
                component = frozenset(other for other in targets if state in reached.get(other, ()))
                done |= component
                yield component

    def _after(self, state: int) -> list[int]:
        return self.follow.get(state, [])

    def _can_fail(self, component: frozenset[int]) -> bool:
        """Whether a string leads into the component and on to no match.

        None does if a match may end in the component, or if the component accepts every character and nothing has to
        follow, unless it has a minimum of several iterations.
        """
        if not component.isdisjoint(self.counted):
            return True
        if not component.isdisjoint(self.whole.last):
            return False
        behind = {after for state in component for after in self._after(state)} - component
        taken = EMPTY
        for state in component:
            taken = union(taken, self.sets[state])
        return complement(taken) != EMPTY or any(self.sets[state] for state in behind)

    def _of_component(self, component: frozenset[int]) -> str | None:
        inside = {state: [after for after in self.follow.get(state, ()) if after in component] for state in component}
        for (before, after), ways in self.ways.items():
            if ways > 1 and before in component and after in component and self.sets[before] and self.sets[after]:
                back = [] if after == before else _way(after, before, _reach(after, inside.__getitem__))
                return self._text((state, state) for state in [after, *back])
        return self._twofold(inside)

    def _twofold(self, inside: Mapping[int, list[int]]) -> str | None:
        """Two ways through a component for the same string: a cycle of state pairs, equal ones and different ones."""
        steps = 0
        known: dict[Pair, list[Pair]] = {}

        def onward(pair: Pair) -> list[Pair]:
            nonlocal steps
            if pair not in known:
                left, right = inside[pair[0]], inside[pair[1]]
                steps += len(left) * len(right)
                if steps > MOST_STEPS:
                    raise _TooMuchError
                known[pair] = [(one, two) for one in left for two in right if overlap(self.sets[one], self.sets[two])]
            return known[pair]

        for state in inside:
            start = (state, state)
            ahead = _reach(start, onward)
            for pair in ahead:
                if pair[0] != pair[1]:
                    back = _reach(pair, onward)
                    if start in back:
                        return self._text([*_way(start, pair, ahead), *_way(pair, start, back)])
        return None

    def _text(self, pairs: Iterable[Pair]) -> str:
        return "".join(common_character(self.sets[one], self.sets[two]) for one, two in pairs)


def _reach(start: State, onward: Callable[[State], Iterable[State]]) -> dict[State, State]:
    """The states reachable from one in at least one step, each with its predecessor on a shortest way."""
    found: dict[State, State] = {}
    waiting: deque[State] = deque([start])
    while waiting:
        here = waiting.popleft()
        for state in onward(here):
            if state not in found:
                found[state] = here
                waiting.append(state)
    return found


def _way(start: State, end: State, reached: Mapping[State, State]) -> list[State]:
    """The states on the way from one to another, without the first."""
    way = [end]
    while reached[way[-1]] != start:
        way.append(reached[way[-1]])
    return way[::-1]
