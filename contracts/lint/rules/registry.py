"""The modules that define the built-in rules, and the rules of plugins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from contracts.entry_points import PluginGroup
from contracts.findings import Severity
from contracts.lint.rule import FAMILIES, Rule
from contracts.lint.rules.parameters import (
    header_names,
    ignored_headers,
    parameter_repeats_security,
    querystring_alone,
    serialization,
)
from contracts.lint.rules.paths import (
    bodyless_methods,
    callback_operation_id,
    path_overlap,
    server_urls,
    server_variables,
    url_shape,
)
from contracts.lint.rules.references import component_names, reference_siblings, unused_component
from contracts.lint.rules.responses import (
    bodyless_responses,
    error_bodies,
    forms,
    links,
    location_header,
    media_type_misspelt,
    media_types,
    missing_responses,
    runtime_expressions,
)
from contracts.lint.rules.schemas import (
    additional_properties,
    array_items,
    composition,
    costly_schemas,
    deprecated_example,
    discriminator_mapping,
    discriminator_property,
    formats,
    keywords,
    misspelt_keyword,
    nullable,
    read_only,
    recursion,
    ref_siblings,
    required_properties,
    satisfiability,
)
from contracts.lint.rules.security import (
    credential_transport,
    oauth_flows,
    scopes,
    secured_operations,
    security_schemes,
)
from contracts.lint.rules.structure import loader_rules, tags
from contracts.lint.rules.style import deprecated, descriptions, missing_descriptions, naming, operation_ids, servers
from contracts.lint.rules.style import links as style_links
from contracts.lint.rules.style import tags as style_tags
from contracts.lint.rules.values import defaults, enums, example_fields, example_files, example_values, faker, patterns
from contracts.spec.object_model import SHAPES

MODULES: tuple[ModuleType, ...] = (
    # structure
    loader_rules,
    tags,
    # references
    component_names,
    reference_siblings,
    unused_component,
    # paths
    bodyless_methods,
    callback_operation_id,
    path_overlap,
    server_urls,
    server_variables,
    url_shape,
    # parameters
    header_names,
    ignored_headers,
    parameter_repeats_security,
    querystring_alone,
    serialization,
    # schemas
    additional_properties,
    array_items,
    composition,
    costly_schemas,
    deprecated_example,
    discriminator_mapping,
    discriminator_property,
    formats,
    keywords,
    misspelt_keyword,
    nullable,
    read_only,
    recursion,
    ref_siblings,
    required_properties,
    satisfiability,
    # values
    defaults,
    enums,
    example_fields,
    example_files,
    example_values,
    faker,
    patterns,
    # responses
    bodyless_responses,
    error_bodies,
    forms,
    links,
    location_header,
    media_type_misspelt,
    media_types,
    missing_responses,
    runtime_expressions,
    # security
    credential_transport,
    oauth_flows,
    scopes,
    secured_operations,
    security_schemes,
    # style
    deprecated,
    descriptions,
    style_links,
    missing_descriptions,
    naming,
    operation_ids,
    servers,
    style_tags,
)
"""Every module with rules, by family; a rule is a constant of its module."""


@cache
def own_rules() -> tuple[Rule, ...]:
    """Return the built-in rules, sorted by id."""
    rules = (value for module in MODULES for value in vars(module).values() if isinstance(value, Rule))
    return tuple(sorted(rules, key=lambda rule: rule.id))


def installed_rules(own: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules of installed distributions, see :meth:`PluginGroup.load`.

    :param own: the built-in rules.
    :raises SettingsError: for a rule that cannot be used, naming its distribution.
    """
    return GROUP.load(own)


def _errors(rule: Any) -> Iterator[str]:
    if rule.family not in FAMILIES:
        yield f"unknown family {rule.family!r}; families are {', '.join(FAMILIES)}"
    if not isinstance(rule.severity, Severity):
        yield f"severity is {rule.severity!r}; expected a Severity"
    if not callable(rule.check):
        yield "'check' is not callable"
    for entry in rule.node_types:
        kind = entry.partition(".")[0]
        if kind not in SHAPES:
            yield f"unknown node type {entry!r}; known are {', '.join(sorted(SHAPES))}"


GROUP = PluginGroup("casemock.rules", Rule, _errors)
