"""Every rule in a module of the folder is registered exactly once, in the list of its family."""

import pkgutil
from collections import Counter
from importlib import import_module

from contracts.lint import rules
from contracts.lint.rule import FAMILIES, Rule
from contracts.lint.rules.registry import FAMILY_RULES, own_rules


def rules_in_modules() -> list[Rule]:
    """Return each Rule that a module other than the lists defines."""
    names = [module.name for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")]
    modules = [import_module(name) for name in names if not name.endswith(".all_rules")]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]


def test_each_rule_of_the_folder_is_registered_once() -> None:
    assert Counter(rule.id for rule in rules_in_modules()) == Counter(rule.id for rule in own_rules())
    assert len({rule.id for rule in own_rules()}) == len(own_rules())


def test_each_list_contains_rules_of_its_family_only_ordered_by_id() -> None:
    assert len(FAMILY_RULES) == len(FAMILIES)
    for family, registered in zip(FAMILIES, FAMILY_RULES, strict=True):
        assert {rule.family for rule in registered} <= {family}
        assert list(registered) == sorted(registered, key=lambda rule: rule.id)
