"""Every module with rules is registered, and every rule belongs to the family of its folder."""

import pkgutil

from contracts.lint import rules
from contracts.lint.rule import FAMILIES, Rule
from contracts.lint.rules.registry import MODULES, own_rules
from contracts.lint.rules.structure import loader_rules


def test_each_module_is_registered_once() -> None:
    found = [module for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.") if not module.ispkg]
    names = sorted(module.name for module in found if not module.name.endswith(".registry"))
    assert sorted(module.__name__ for module in MODULES) == names


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in own_rules()]
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids)


def test_each_rule_is_in_the_folder_of_its_family() -> None:
    """The rules that the loader reports are one table of several families."""
    for module in MODULES:
        families = {value.family for value in vars(module).values() if isinstance(value, Rule)}
        family = module.__name__.split(".")[-2]
        assert families
        assert module is loader_rules or families == {family}, module.__name__
    assert {rule.family for rule in own_rules()} == set(FAMILIES)
