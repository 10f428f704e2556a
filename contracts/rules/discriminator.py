"""The rule ``discriminator``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="discriminator",
    family="references",
    title="names in a discriminator's mapping are those of schemas",
    severity=Severity.WARNING,
    why="A value of 'mapping' is the name of a schema or a reference (OpenAPI 3.1, 'Discriminator Object'); objects "
    "of that kind are not recognised otherwise.",
    good="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {cat: Cat}}
""",
    bad="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {cat: Kat}}
""",
    remedy="name a schema of the components, or write a reference to it",
)
