"""Uses of a schema: the ways up, through recursion and without end."""

from contracts.comparing.change import Aspect
from contracts.comparing.conjunction import Conjunction
from contracts.comparing.pair import Facing
from contracts.comparing.pairs import Pair
from contracts.comparing.uses import FEW_STEPS, MANY_USES, Uses, uses_of

EMPTY = Facing(Conjunction(None, (), ()), Conjunction(None, (), ()), "request")


def pair(*parents, uses=()):
    return Pair(EMPTY, parents=list(parents), uses=list(uses))


def use(number=0, *field):
    return Aspect(f"GET /{number}", "response", status="200", field=field)


def test_each_way_is_told_the_shortest_first():
    root = pair(uses=[use()])
    middle = pair((root, ("items", "*")))
    leaf = pair((middle, ("id",)), (root, ("id",)))
    assert uses_of(leaf) == (use(0, "id"), use(0, "items", "*", "id"))


def test_a_use_of_items_keeps_its_own_way():
    root = pair(uses=[use(0, "*")])
    assert uses_of(pair((root, ("id",)))) == (use(0, "*", "id"),)


def test_recursion_ends():
    root = pair(uses=[use()])
    root.parents.append((root, ("sub",)))
    assert uses_of(pair((root, ("id",)))) == (use(0, "id"),)


def test_alternatives_are_no_step():
    root = pair(uses=[use()])
    assert uses_of(pair((root, ()))) == (use(),)


def test_where_there_are_too_many_ways_the_values_as_a_whole_are_named():
    roots = [pair(uses=[use(number)]) for number in range(30)]
    leaf = pair(*((root, ("id",)) for root in roots))
    found = uses_of(leaf, 10)
    assert {aspect.operation for aspect in found} == {use(number).operation for number in range(30)}
    assert {aspect.field for aspect in found} == {("id",), ()}


def test_a_tangle_costs_less_once_there_are_very_many():
    roots = [pair(uses=[use(number)]) for number in range(FEW_STEPS * 4)]
    leaf = pair(*((root, ("id",)) for root in roots))
    finder = Uses()
    assert all(aspect.field == ("id",) for aspect in finder.of(leaf))
    for _ in range(MANY_USES // len(roots)):
        finder.of(leaf)
    assert any(aspect.field == () for aspect in finder.of(leaf))
    assert len(finder.of(leaf)) == len(roots)
