"""Usages of a schema: the paths up, through recursion and with limits."""

from contracts.diff.change import AffectedElement, Direction, Part
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.schema_comparer import ComparedPair
from contracts.diff.schema_pair import SchemaPair
from contracts.diff.usages import FEW_STEPS, MANY_USAGES, UsageFinder, usages_of

EMPTY = SchemaPair(ComparedSchema(None, (), ()), ComparedSchema(None, (), ()), Direction.REQUEST)


def pair(*parents, usages=()):
    return ComparedPair(EMPTY, parents=list(parents), usages=list(usages))


def usage(number=0, *field):
    return AffectedElement(f"GET /{number}", Part.RESPONSE, status="200", field=field)


def test_each_path_is_returned_shortest_first():
    root = pair(usages=[usage()])
    middle = pair((root, ("items", "*")))
    leaf = pair((middle, ("id",)), (root, ("id",)))
    assert usages_of(leaf) == (usage(0, "id"), usage(0, "items", "*", "id"))


def test_a_usage_of_items_keeps_its_own_path():
    root = pair(usages=[usage(0, "*")])
    assert usages_of(pair((root, ("id",)))) == (usage(0, "*", "id"),)


def test_recursion_ends():
    root = pair(usages=[usage()])
    root.parents.append((root, ("sub",)))
    assert usages_of(pair((root, ("id",)))) == (usage(0, "id"),)


def test_alternatives_are_not_part_of_the_path():
    root = pair(usages=[usage()])
    assert usages_of(pair((root, ()))) == (usage(),)


def test_whole_values_are_returned_if_there_are_too_many_paths():
    roots = [pair(usages=[usage(number)]) for number in range(30)]
    leaf = pair(*((root, ("id",)) for root in roots))
    found = usages_of(leaf, 10)
    assert {affected.operation for affected in found} == {usage(number).operation for number in range(30)}
    assert {affected.field for affected in found} == {("id",), ()}


def test_fewer_paths_are_followed_once_there_are_very_many_usages():
    roots = [pair(usages=[usage(number)]) for number in range(FEW_STEPS * 4)]
    leaf = pair(*((root, ("id",)) for root in roots))
    finder = UsageFinder()
    assert all(affected.field == ("id",) for affected in finder.of(leaf))
    for _ in range(MANY_USAGES // len(roots)):
        finder.of(leaf)
    assert any(affected.field == () for affected in finder.of(leaf))
    assert len(finder.of(leaf)) == len(roots)
