"""Whether an engine that searches by trial and error can need exponential time for a pattern.

That is so where one text leads through a loop in two ways, and what comes behind can fail: each turn of the loop
doubles what has to be tried (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991). The automaton has
one state for each character of the pattern (Glushkov's construction).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from contracts.linting.charsets import EMPTY, Chars, Ranges, complement, meet, shared_letter, union
from contracts.linting.pattern_tree import Back, Edge, Either, Look, Node, Repeat, Row, children

MOST_COPIES = 8
"""Up to how many turns a bounded repetition is written out; one of more is taken for endless, as it is for a clock."""

MOST_LETTERS = 64
"""The same for a repetition of one character, which is no more than a state a turn."""

MOST_STATES = 400

MOST_STEPS = 60_000
"""How much is looked at before giving up without a finding."""

Pair = tuple[int, int]
State = TypeVar("State")


class _Span(NamedTuple):
    """What a part of a pattern is to its neighbours: whether it may be empty, and its first and last states."""

    is_nullable: bool
    first: frozenset[int]
    last: frozenset[int]


NOTHING = _Span(True, frozenset(), frozenset())


class _TooMuchError(Exception):
    """The pattern is larger than what is looked at, or has what cannot be judged."""


class Explosion(NamedTuple):
    """Why a pattern explodes.

    :param text: what a text repeats for that, e.g. ``aa``.
    :param is_of_search: whether a search does, as JSON Schema wants it (2020-12, validation, section 6.3.3); else only
        an engine that wants the whole text to match, as ``matches()`` of Java or ``pattern`` of HTML.
    """

    text: str
    is_of_search: bool


def explosion(root: Node) -> Explosion | None:
    """What makes a pattern explode; ``None`` where nothing does, or nothing is known."""
    if not _has_nested_choice(root):
        return None
    try:
        for is_of_search, node in ((True, root), (False, Row((root, Edge("$"))))):
            parts = [node, *(look.part for look in _looks(root))] if is_of_search else [node]
            found = (_Automaton(part).pump() for part in parts if _has_nested_choice(part))
            text = next((pump for pump in found if pump), None)
            if text:
                return Explosion(text, is_of_search)
    except _TooMuchError:
        pass
    return None


def _looks(node: Node) -> Iterator[Look]:
    if isinstance(node, Look):
        yield node
    for part in children(node):
        yield from _looks(part)


def _has_nested_choice(node: Node) -> bool:
    """Whether there is a loop around something that may be read in several ways; without one, nothing explodes."""
    if isinstance(node, Repeat) and node.high > 1 and not isinstance(node.part, Chars):
        return True
    return any(map(_has_nested_choice, children(node)))


@dataclass
class _Automaton:
    """The states of a pattern and how they follow each other, with the number of ways from one to the next."""

    root: Node
    sets: list[Ranges] = field(default_factory=list)
    ways: Counter[Pair] = field(default_factory=Counter)
    counted: set[int] = field(default_factory=set)
    """Last states of loops that must turn several times, so that what follows may be out of reach."""

    def __post_init__(self) -> None:
        self.whole = self._read(self.root, in_loop=False)
        self.follow: dict[int, list[int]] = {}
        for before, after in self.ways:
            self.follow.setdefault(before, []).append(after)

    def _read(self, node: Node, *, in_loop: bool) -> _Span:
        match node:
            case Chars(members):
                return self._state(members)
            case Row(parts):
                return self._row([self._read(part, in_loop=in_loop) for part in parts])
            case Either(branches):
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

    def _assertion(self, node: Edge | Look | Back, *, in_loop: bool) -> _Span:
        """What may fail without reading: a state that no character leads into, so that what is before it can fail."""
        if in_loop:
            raise _TooMuchError
        return NOTHING if node == Edge("^") else self._state(EMPTY)

    def _row(self, spans: Sequence[_Span]) -> _Span:
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
        if high <= (MOST_LETTERS if isinstance(node.part, Chars) else MOST_COPIES):
            return self._chain([self._read(node.part, in_loop=in_loop) for _ in range(high)], low)
        span = self._read(node.part, in_loop=True)
        self._link(span.last, span.first)
        if low > 1 and not in_loop:
            self.counted |= span.last
        return span._replace(is_nullable=span.is_nullable or low == 0)

    def _chain(self, copies: Sequence[_Span], low: int) -> _Span:
        """Copies of a part of which the first ``low`` must be there: each but the first only behind the one before."""
        least = 0 if copies[0].is_nullable else low
        for before, after in pairwise(copies):
            self._link(before.last, after.first)
        ends = copies[max(least, 1) - 1 :]
        return _Span(least == 0, copies[0].first, frozenset().union(*(copy.last for copy in ends)))

    def _link(self, before: Iterable[int], after: Iterable[int]) -> None:
        targets = list(after)
        self.ways.update((source, target) for source in before for target in targets)

    def pump(self) -> str | None:
        """See :func:`explosion`."""
        for knot in self._knots():
            if self._can_fail(knot):
                text = self._of_knot(knot)
                if text:
                    return text
        return None

    def _knots(self) -> Iterator[frozenset[int]]:
        """Sets of states that all lead to each other."""
        reached = {state: _reach(state, self._after) for state in self.follow}
        done: set[int] = set()
        for state, targets in reached.items():
            if state in targets and state not in done:
                knot = frozenset(other for other in targets if state in reached.get(other, ()))
                done |= knot
                yield knot

    def _after(self, state: int) -> Sequence[int]:
        return self.follow.get(state, ())

    def _can_fail(self, knot: frozenset[int]) -> bool:
        """Whether there is a text that leads into the knot and on to no match.

        There is none where a match may end in the knot, or where it takes every character and nothing has to follow,
        but for a knot that must be gone through several times.
        """
        if not knot.isdisjoint(self.counted):
            return True
        if not knot.isdisjoint(self.whole.last):
            return False
        behind = {after for state in knot for after in self._after(state)} - knot
        taken = EMPTY
        for state in knot:
            taken = union(taken, self.sets[state])
        return complement(taken) != EMPTY or any(self.sets[state] for state in behind)

    def _of_knot(self, knot: frozenset[int]) -> str | None:
        inside = {state: [after for after in self.follow.get(state, ()) if after in knot] for state in knot}
        for (before, after), ways in self.ways.items():
            if ways > 1 and before in knot and after in knot and self.sets[before] and self.sets[after]:
                back = [] if after == before else _way(after, before, _reach(after, inside.__getitem__))
                return self._text((state, state) for state in [after, *back])
        return self._twofold(inside)

    def _twofold(self, inside: Mapping[int, Sequence[int]]) -> str | None:
        """Two ways through a knot over the same text: a circle through pairs of states, equal ones and others."""
        steps = 0
        known: dict[Pair, list[Pair]] = {}

        def onward(pair: Pair) -> list[Pair]:
            nonlocal steps
            if pair not in known:
                left, right = inside[pair[0]], inside[pair[1]]
                steps += len(left) * len(right)
                if steps > MOST_STEPS:
                    raise _TooMuchError
                known[pair] = [(one, two) for one in left for two in right if meet(self.sets[one], self.sets[two])]
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
        return "".join(shared_letter(self.sets[one], self.sets[two]) for one, two in pairs)


def _reach(start: State, onward: Callable[[State], Iterable[State]]) -> dict[State, State]:
    """The states that can be reached from one in at least one step, each with the one before it on the way."""
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
    """The states from one to another, the first left out."""
    way = [end]
    while reached[way[-1]] != start:
        way.append(reached[way[-1]])
    return way[::-1]
