"""The registry of the built-in rules: the modules that define them."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from contracts.lint.rule import Rule
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
    server_names,
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
    deprecated_example,
    dialect,
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
from contracts.lint.rules.values import (
    defaults,
    enums,
    example_fields,
    example_values,
    loader_findings,
    pattern_anchors,
    pattern_catastrophic,
    pattern_never_matches,
    pattern_syntax,
)

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
    server_names,
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
    deprecated_example,
    dialect,
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
    example_values,
    loader_findings,
    pattern_anchors,
    pattern_catastrophic,
    pattern_never_matches,
    pattern_syntax,
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
