"""The rule ``discriminator-value``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.discriminators import discriminator_of
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    found = discriminator_of(tree, here.node)
    if found is None:
        return
    keys: dict[int, list[str]] = {}
    for value, schema in found.targets():
        keys.setdefault(id(schema), []).append(value)
        allowed = found.values(schema)
        if allowed is not None and value not in allowed:
            pointer = child_pointer(pointer_of(here.trail), "discriminator", "mapping", value)
            message = f"{value!r} is mapped to {tree.name(schema)}, which allows only {_listed(allowed)}"
            yield Found(pointer, f"{message} for {found.name!r}")
    for branch in found.branches if "defaultMapping" not in found.node else ():
        allowed, name = found.values(branch.node), tree.component(branch.node)
        if allowed is not None and name and id(branch.node) not in keys and name not in allowed:
            pointer = child_pointer(pointer_of(here.trail), *branch.place)
            message = f"{found.name!r} never chooses {name!r}, which allows only {_listed(allowed)} for it"
            yield Found(pointer, message, f"add a mapping, e.g. '{allowed[0]}: \"#/components/schemas/{name}\"'")


def _listed(values: list[str]) -> str:
    return ", ".join(map(repr, values[:4])) + (", …" if len(values) > 4 else "")


RULE = Rule(
    id="discriminator-value",
    family="schemas",
    title="a schema allows the value by which a discriminator chooses it",
    severity=Severity.WARNING,
    why="The value must be a key of the mapping or the name of the schema (OpenAPI 3.1, 'Discriminator Object'); "
    "where the schema's own 'enum' or 'const' refuses it, nothing valid chooses this schema.",
    good="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
""",
    bad="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
""",
    remedy="map the value that the schema allows to it",
    looks_at=("schema.discriminator",),
    check=_check,
)
