"""Changes of alternatives (``oneOf`` and ``anyOf``) and of the discriminator that selects one."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level
from contracts.diff.changes.directions import STILL_EXPECTED, STILL_VALID, Assessment, in_both_directions

_TWO = """\
oneOf:
  - {title: Cat, type: object, required: [meow], properties: {meow: {type: string}}}
  - {title: Dog, type: object, required: [bark], properties: {bark: {type: string}}}
"""
_THREE = f"{_TWO}  - {{title: Cow, type: object, required: [moo], properties: {{moo: {{type: string}}}}}}\n"

_WITHOUT_DISCRIMINATOR = """\
oneOf:
  - {title: Cat, type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
  - {title: Dog, type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
"""
_WITH_DISCRIMINATOR = f"{_WITHOUT_DISCRIMINATOR}discriminator: {{propertyName: kind}}\n"

_REQUEST = """\
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done}}
"""
_RESPONSE = """\
      responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
"""

_CAT = "c: '#/components/schemas/Cat'"
_CAT_TWICE = "c: '#/components/schemas/Cat', k: '#/components/schemas/Cat'"
_DOG = "c: '#/components/schemas/Dog'"


def _mapping(entries: str, operation: str) -> str:
    return f"""\
components:
  schemas:
    Cat: {{type: object, required: [kind], properties: {{kind: {{type: string}}, meow: {{type: string}}}}}}
    Dog: {{type: object, required: [kind], properties: {{kind: {{type: string}}, bark: {{type: string}}}}}}
    Pet:
      oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}]
      discriminator:
        propertyName: kind
        mapping: {{{entries}}}
paths:
  /pets:
    post:
{operation}"""


_EITHER = """\
anyOf:
  - {title: Name, type: object, required: [name], properties: {name: {type: string}, code: {type: string}}}
  - {title: Code, type: object, required: [code], properties: {name: {type: string}, code: {type: string}}}
"""
_ONE_OF_BOTH = _EITHER.replace("anyOf", "oneOf")

_FREE = """\
type: object
properties: {name: {type: string}, code: {type: string}}
"""
_ONE_NEEDED = f"{_FREE}anyOf: [{{required: [name]}}, {{required: [code]}}]\n"

_PATTERNS = """\
anyOf:
  - {title: Word, type: string, pattern: '^[b-z]'}
  - {title: Code, type: string, pattern: '[0-9]$'}
"""
_ONE_PATTERN = _PATTERNS.replace("anyOf", "oneOf")


RULES = (
    *in_both_directions(
        Element.ALTERNATIVE,
        Action.ADDED,
        title="{direction} alternative added",
        before=_TWO,
        after=_THREE,
        request=Assessment(Level.SAFE, STILL_VALID, message="request also accepts alternative '{name}'"),
        response=Assessment(
            Level.BREAKING,
            "Clients cannot parse a value of an unknown schema.",
            "return it only to clients that request it",
            message="response can also contain alternative '{name}'",
        ),
    ),
    *in_both_directions(
        Element.ALTERNATIVE,
        Action.REMOVED,
        title="{direction} alternative removed",
        before=_THREE,
        after=_TWO,
        request=Assessment(
            Level.BREAKING,
            "Requests with it are rejected.",
            "keep accepting it",
            message="request no longer accepts alternative '{name}'",
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED, message="response no longer contains alternative '{name}'"),
    ),
    ChangeRule(
        Element.ALTERNATIVE,
        Action.OVERLAPPING,
        Direction.REQUEST,
        Level.BREAKING,
        title="request alternatives overlap",
        why="Exactly one alternative of oneOf may match, so requests that match several are rejected.",
        message="request no longer accepts {new}, which matches several alternatives of oneOf",
        before=_EITHER,
        after=_ONE_OF_BOTH,
        within=Frame.REQUEST,
        remedy="use anyOf, or make the alternatives exclude each other",
    ),
    ChangeRule(
        Element.ALTERNATIVE,
        Action.OVERLAPPING,
        Direction.RESPONSE,
        Level.RISKY,
        title="response alternatives overlap",
        why="Clients that expect exactly one alternative of oneOf to match reject the value.",
        message="response can also contain {new}, which matches several alternatives of the old oneOf",
        before=_ONE_OF_BOTH,
        after=_EITHER,
        within=Frame.RESPONSE,
        remedy="keep oneOf",
    ),
    *in_both_directions(
        Element.COMPOSITION,
        Action.NARROWED,
        title="alternatives of a {direction} accept less",
        before=_FREE,
        after=_ONE_NEEDED,
        request=Assessment(
            Level.BREAKING,
            "Values that were valid before are rejected.",
            "keep accepting them",
            message="request no longer accepts {new}",
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED, message="alternatives of the response describe fewer values"),
    ),
    *in_both_directions(
        Element.COMPOSITION,
        Action.WIDENED,
        title="alternatives of a {direction} accept more",
        before=_ONE_NEEDED,
        after=_FREE,
        request=Assessment(Level.SAFE, STILL_VALID, message="alternatives of the request accept more values"),
        response=Assessment(
            Level.BREAKING,
            "Clients may fail on values that were not possible before.",
            "return them only to clients that request them",
            message="response can also contain {new}",
        ),
    ),
    ChangeRule(
        Element.COMPOSITION,
        Action.CHANGED,
        Direction.REQUEST,
        Level.RISKY,
        title="alternatives of a request changed",
        why="The documents do not show whether values that were valid before are rejected.",
        message="alternatives changed, and it is unknown whether all values that were valid before still are",
        before=_PATTERNS,
        after=_ONE_PATTERN,
        within=Frame.REQUEST,
        remedy="make the alternatives exclude each other",
    ),
    ChangeRule(
        Element.COMPOSITION,
        Action.CHANGED,
        Direction.RESPONSE,
        Level.RISKY,
        title="alternatives of a response changed",
        why="The documents do not show whether clients receive values that were not possible before.",
        message="alternatives changed, and it is unknown whether the response can contain new values",
        before=_ONE_PATTERN,
        after=_PATTERNS,
        within=Frame.RESPONSE,
        remedy="make the alternatives exclude each other",
    ),
    *in_both_directions(
        Element.DISCRIMINATOR,
        Action.ADDED,
        title="{direction} discriminator added",
        message="discriminator '{name}' added",
        before=_WITHOUT_DISCRIMINATOR,
        after=_WITH_DISCRIMINATOR,
        request=Assessment(
            Level.RISKY,
            "Values that it does not name were accepted before and may be rejected "
            "(OpenAPI 3.1, 'Discriminator Object').",
            "keep accepting values without it",
        ),
        response=Assessment(Level.SAFE, "Clients could distinguish the alternatives without it."),
    ),
    *in_both_directions(
        Element.DISCRIMINATOR,
        Action.REMOVED,
        title="{direction} discriminator removed",
        message="discriminator '{name}' removed",
        before=_WITH_DISCRIMINATOR,
        after=_WITHOUT_DISCRIMINATOR,
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.RISKY,
            "Clients that select the schema by it may not be able to distinguish the alternatives.",
            "keep the discriminator",
        ),
    ),
    *in_both_directions(
        Element.DISCRIMINATOR_PROPERTY,
        Action.CHANGED,
        title="{direction} discriminator property changed",
        message="discriminator property changed: {old} → {new}",
        before=_WITH_DISCRIMINATOR,
        after=_WITH_DISCRIMINATOR.replace("propertyName: kind", "propertyName: type"),
        request=Assessment(
            Level.BREAKING, "The server does not find the discriminator in requests of existing clients.", "accept both"
        ),
        response=Assessment(Level.BREAKING, "Clients that select the schema by the old property fail.", "send both"),
    ),
    ChangeRule(
        Element.MAPPING,
        Action.ADDED,
        Direction.REQUEST,
        Level.SAFE,
        title="request discriminator value added",
        why=STILL_VALID,
        message="request also accepts discriminator value '{name}'",
        before=_mapping(_CAT, _REQUEST),
        after=_mapping(_CAT_TWICE, _REQUEST),
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.MAPPING,
        Action.ADDED,
        Direction.RESPONSE,
        Level.RISKY,
        title="response discriminator value added",
        why="Clients that select the schema by it do not know the new value.",
        message="response can also contain discriminator value '{name}'",
        before=_mapping(_CAT, _RESPONSE),
        after=_mapping(_CAT_TWICE, _RESPONSE),
        within=Frame.DOCUMENT,
        remedy="announce that clients must handle unknown values",
    ),
    ChangeRule(
        Element.MAPPING,
        Action.CHANGED,
        Direction.REQUEST,
        Level.BREAKING,
        title="schema of a request discriminator value changed",
        why="Requests with the value are validated against another schema.",
        message="discriminator value '{name}' selects another schema: {old} → {new}",
        before=_mapping(_CAT, _REQUEST),
        after=_mapping(_DOG, _REQUEST),
        within=Frame.DOCUMENT,
        remedy="use a new value",
    ),
    ChangeRule(
        Element.MAPPING,
        Action.CHANGED,
        Direction.RESPONSE,
        Level.BREAKING,
        title="schema of a response discriminator value changed",
        why="Clients parse responses with the value by the wrong schema.",
        message="discriminator value '{name}' selects another schema: {old} → {new}",
        before=_mapping(_CAT, _RESPONSE),
        after=_mapping(_DOG, _RESPONSE),
        within=Frame.DOCUMENT,
        remedy="use a new value",
    ),
    ChangeRule(
        Element.MAPPING,
        Action.REMOVED,
        Direction.REQUEST,
        Level.BREAKING,
        title="request discriminator value removed",
        why="Requests with the value are rejected.",
        message="request no longer accepts discriminator value '{name}'",
        before=_mapping(_CAT_TWICE, _REQUEST),
        after=_mapping(_CAT, _REQUEST),
        within=Frame.DOCUMENT,
        remedy="keep accepting it",
    ),
    ChangeRule(
        Element.MAPPING,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.SAFE,
        title="response discriminator value removed",
        why=STILL_EXPECTED,
        message="response no longer contains discriminator value '{name}'",
        before=_mapping(_CAT_TWICE, _RESPONSE),
        after=_mapping(_CAT, _RESPONSE),
        within=Frame.DOCUMENT,
    ),
)
