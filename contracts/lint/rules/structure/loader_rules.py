"""The rules of all families whose violations the loader reports while it reads a document."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.lint.rule import Rule

EMPTY = Rule(
    id="empty",
    family="structure",
    title="the document must not be empty",
    severity=Severity.ERROR,
    why="An empty file is not an OpenAPI document (OpenAPI 3.1, 'OpenAPI Object').",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
# Only a comment
""",
    remedy="write a document that starts with 'openapi: 3.1.0'",
)

ENCODING = Rule(
    id="encoding",
    family="structure",
    title="the document must be encoded in UTF-8",
    severity=Severity.ERROR,
    why="JSON exchanged between systems must be UTF-8 (RFC 8259, section 8.1), and YAML should be too. Files in other "
    "encodings are decoded incorrectly or not at all.",
    good="""\
# Saved as UTF-8
info: {title: Fälle, version: '1'}
""",
    bad="""\
# Saved as Latin-1 or UTF-16
info: {title: Fälle, version: '1'}
""",
    remedy="save the file as UTF-8",
)

NESTING = Rule(
    id="nesting",
    family="structure",
    title="the document must not be nested too deeply",
    severity=Severity.ERROR,
    why="Real documents have about 30 levels of nesting. Hundreds of levels overflow the stack of parsers and "
    "validators.",
    good="""\
x-data: [[[1]]]
""",
    bad="x-data: " + 250 * "[" + 250 * "]" + "\n",
    remedy="move nested objects to 'components' and reference them",
)

STRUCTURE = Rule(
    id="structure",
    family="structure",
    title="every object must match the OpenAPI schema of the document's version",
    severity=Severity.ERROR,
    why="Tools reject or ignore what the published schema of the version does not allow: missing or unknown keys, and "
    "values of the wrong type (OpenAPI 3.1, 'Schema').",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: listCases, respones: {'200': {description: All cases}}}
""",
    remedy="correct the object as described in its section of the specification",
)

PATTERN_WITHOUT_U_FLAG = Rule(
    id="pattern-without-u-flag",
    family="structure",
    title="patterns should be valid with the 'u' flag of ECMA-262",
    severity=Severity.WARNING,
    why="JSON Schema recommends regular expressions with Unicode support (2020-12, core, 6.4). Without the 'u' flag, "
    "JavaScript also accepts e.g. a range that starts with a character class; validators that set the flag refuse it.",
    good="""\
components:
  schemas:
    Email: {type: string, pattern: '^[\\w.+-]+@'}
""",
    bad="""\
components:
  schemas:
    Email: {type: string, pattern: '^[\\w-.+]+@'}
""",
    remedy="escape '-' beside a class such as \\w, and '{', '}' and ']' as characters; remove needless backslashes",
)

SYNTAX = Rule(
    id="syntax",
    family="structure",
    title="the document must be valid YAML or JSON",
    severity=Severity.ERROR,
    why="Tools cannot parse anything else: a document is written in YAML 1.2 with the types of JSON, or in JSON "
    "(OpenAPI 3.1, 'Format'; RFC 8259).",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths: }
""",
    remedy="correct the syntax at the reported position",
)

TOO_LARGE = Rule(
    id="too-large",
    family="structure",
    title="the document must not exceed the size limits",
    severity=Severity.ERROR,
    why="A file that exceeds the limits is usually a mistake, for example data saved under the wrong name. "
    "The limits also count expanded YAML aliases, keys and items.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
# A file of more than 64 MiB
""",
    remedy="split the document into several files",
)

UNREADABLE = Rule(
    id="unreadable",
    family="structure",
    title="the file must be readable",
    severity=Severity.ERROR,
    why="A file that cannot be read cannot be checked.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
# A folder, or a path that does not exist
""",
    remedy="check the path and the file permissions",
)

VERSION = Rule(
    id="version",
    family="structure",
    title="the document must declare a supported OpenAPI version",
    severity=Severity.ERROR,
    why="Tools read a document according to the version it declares (OpenAPI 3.1, 'OpenAPI Object', 'openapi'; "
    "Swagger 2.0: 'swagger').",
    good="""\
openapi: 3.1.0
""",
    bad="""\
openapi: 4.0.0
""",
    remedy="start with 'openapi: 3.1.0' or another 3.0.x, 3.1.x or 3.2.x version, or with 'swagger: \"2.0\"'",
)

CIRCULAR_REFERENCE = Rule(
    id="circular-reference",
    family="references",
    title="no circular $ref chains",
    severity=Severity.ERROR,
    why="A chain of references that leads back to itself never resolves to an object. A schema may reference itself "
    "below a property or 'items'.",
    good="""\
components:
  schemas:
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
""",
    bad="""\
components:
  responses:
    A: {$ref: '#/components/responses/B'}
    B: {$ref: '#/components/responses/A'}
""",
    remedy="replace one of the references with the object itself",
)

DISCRIMINATOR = Rule(
    id="discriminator",
    family="references",
    title="discriminator mappings must name existing schemas",
    severity=Severity.WARNING,
    why="A value of 'mapping' is the name of a schema or a reference (OpenAPI 3.1, 'Discriminator Object'). If the "
    "schema does not exist, tools cannot identify objects with that value.",
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
    remedy="use the name of a schema in 'components', or a reference to it",
)

REMOTE_REFERENCE = Rule(
    id="remote-reference",
    family="references",
    title="references must not point to remote documents",
    severity=Severity.ERROR,
    why="Remote documents can change or disappear, so they are not downloaded. A document should mean the same each "
    "time it is read.",
    good="""\
components:
  schemas:
    Case: {type: object}
    Cases: {type: array, items: {$ref: '#/components/schemas/Case'}}
""",
    bad="""\
components:
  schemas:
    Cases: {type: array, items: {$ref: 'https://example.org/case.json'}}
""",
    remedy="save the remote document as a local file, and reference that file",
)

UNRESOLVED_REFERENCE = Rule(
    id="unresolved-reference",
    family="references",
    title="references must resolve",
    severity=Severity.ERROR,
    why="An object that references a missing target cannot be used (OpenAPI 3.1, 'Reference Object'; RFC 6901).",
    good="""\
components:
  schemas:
    Case: {type: object}
    Cases: {type: array, items: {$ref: '#/components/schemas/Case'}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object}
    Cases: {type: array, items: {$ref: '#/components/schemas/Cse'}}
""",
    remedy="correct the spelling of the reference, or add its target",
)

WRONG_REFERENCE = Rule(
    id="wrong-reference",
    family="references",
    title="references must point to an object of the expected type",
    severity=Severity.ERROR,
    why="The target replaces the reference, so it must be an object that is valid in its location (OpenAPI 3.1, "
    "'Reference Object').",
    good="""\
paths:
  /cases:
    get: {responses: {'200': {$ref: '#/components/responses/Cases'}}}
components:
  responses: {Cases: {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get: {responses: {'200': {$ref: '#/components/schemas/Cases'}}}
components:
  schemas: {Cases: {description: All cases}}
""",
    remedy="reference an object of the expected type",
)

AMBIGUOUS_PATH = Rule(
    id="ambiguous-path",
    family="paths",
    title="paths must differ in more than the names of their parameters",
    severity=Severity.ERROR,
    why="Templated paths with the same hierarchy but different parameter names are considered identical and invalid "
    "(OpenAPI 3.1, 'Paths Object', 'Path Templating Matching'). Which of them serves a request is undefined.",
    good="""\
paths:
  /cases/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
""",
    bad="""\
paths:
  /cases/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  /cases/{key}:
    parameters: [{name: key, in: path, required: true, schema: {type: string}}]
""",
    remedy="move the operations of both paths under one of them",
)

DUPLICATE_OPERATION_ID = Rule(
    id="duplicate-operation-id",
    family="paths",
    title="operationId must be unique",
    severity=Severity.ERROR,
    why="It must be unique among all operations (OpenAPI 3.1, 'Operation Object'). Links refer to operations by it, "
    "and code generators name functions after it.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
    post: {operationId: createCase, responses: {'201': {description: The case}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: cases, responses: {'200': {description: All cases}}}
    post: {operationId: cases, responses: {'201': {description: The case}}}
""",
    remedy="give each operation a unique operationId",
)

PATH_PARAMETER = Rule(
    id="path-parameter",
    family="paths",
    title="path parameters must match the path template",
    severity=Severity.ERROR,
    why="Each name in the template must be declared as a path parameter, and each path parameter must appear in the "
    "template (OpenAPI 3.1, 'Path Templating' and 'Parameter Object').",
    good="""\
paths:
  /cases/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
    bad="""\
paths:
  /cases/{id}:
    get:
      responses: {'200': {description: The case}}
""",
    remedy="declare it with 'in: path' and 'required: true', or remove it from the path",
)

PATH_TEMPLATE = Rule(
    id="path-template",
    family="paths",
    title="braces in a path must enclose a parameter name",
    severity=Severity.ERROR,
    why="Each template expression is a name in braces (OpenAPI 3.1, 'Path Templating'). A path with unpaired or empty "
    "braces matches no request.",
    good="""\
paths:
  /cases/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
""",
    bad="""\
paths:
  /cases/{id: {}
""",
    remedy="write path parameters as '{name}'",
)

DUPLICATE_PARAMETER = Rule(
    id="duplicate-parameter",
    family="parameters",
    title="parameters must be unique by name and location",
    severity=Severity.ERROR,
    why="A list of parameters must not contain two with the same name and location (OpenAPI 3.1, 'Operation Object', "
    "'parameters'). Which of them applies is undefined.",
    good="""\
paths:
  /cases:
    get:
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      parameters:
      - {name: state, in: query, schema: {type: string}}
      - {name: state, in: query, schema: {type: integer}}
      responses: {'200': {description: All cases}}
""",
    remedy="remove one of the two",
)

FILE_WITHOUT_FORM = Rule(
    id="file-without-form",
    family="parameters",
    title="Swagger 2.0 file parameters require a form media type",
    severity=Severity.ERROR,
    why="A parameter of type 'file' requires multipart/form-data or application/x-www-form-urlencoded in 'consumes' "
    "(Swagger 2.0, 'Parameter Object').",
    good="""\
swagger: '2.0'
paths:
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters: [{name: photo, in: formData, type: file}]
      responses: {'201': {description: The photo}}
""",
    bad="""\
swagger: '2.0'
paths:
  /photos:
    post:
      consumes: [application/json]
      parameters: [{name: photo, in: formData, type: file}]
      responses: {'201': {description: The photo}}
""",
    remedy="add multipart/form-data to 'consumes'",
    versions=("2.0",),
)

PARAMETER = Rule(
    id="parameter",
    family="parameters",
    title="parameters must be in a location that the mock supports",
    severity=Severity.ERROR,
    why="A parameter that is the whole query string ('in: querystring', OpenAPI 3.2, 'Parameter Locations') must be a "
    "form or JSON. The rule applies to documents that contain extensions of the mock, such as x-faker.",
    good="""\
openapi: 3.2.0
paths:
  /cases:
    get:
      parameters: [{name: state, in: query, schema: {type: string, x-faker: word}}]
      responses: {'200': {description: All cases}}
""",
    bad="""\
openapi: 3.2.0
paths:
  /cases:
    get:
      parameters:
      - name: all
        in: querystring
        content:
          application/xml: {schema: {type: string, x-faker: word}}
      responses: {'200': {description: All cases}}
""",
    remedy="declare each parameter separately with 'in: query'",
)

SEVERAL_BODIES = Rule(
    id="several-bodies",
    family="parameters",
    title="Swagger 2.0 operations must have at most one body",
    severity=Severity.ERROR,
    why="A request has one body, so an operation has at most one parameter with 'in: body', and none if it has form "
    "parameters (Swagger 2.0, 'Parameter Object').",
    good="""\
swagger: '2.0'
paths:
  /cases:
    post:
      parameters:
      - {name: case, in: body, schema: {type: object}}
      responses: {'201': {description: The case}}
""",
    bad="""\
swagger: '2.0'
paths:
  /cases:
    post:
      parameters:
      - {name: case, in: body, schema: {type: object}}
      - {name: title, in: formData, type: string}
      responses: {'201': {description: The case}}
""",
    remedy="keep one body parameter, or only form parameters",
    versions=("2.0",),
)

EXAMPLE_NOT_PRODUCED = Rule(
    id="example-not-produced",
    family="responses",
    title="Swagger 2.0 example keys must be listed in 'produces'",
    severity=Severity.ERROR,
    why="The keys of 'examples' must be media types that the operation produces (Swagger 2.0, 'Example Object').",
    good="""\
swagger: '2.0'
produces: [application/json]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases, schema: {type: array, items: {}}, examples: {application/json: []}}}
""",
    bad="""\
swagger: '2.0'
produces: [application/json]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases, schema: {type: string}, examples: {text/plain: none}}}
""",
    remedy="add the media type to 'produces', or remove the example",
    versions=("2.0",),
)

UNKNOWN_SECURITY_SCHEME = Rule(
    id="unknown-security-scheme",
    family="security",
    title="security requirements must name declared security schemes",
    severity=Severity.ERROR,
    why="Each name must be that of a security scheme in the components (OpenAPI 3.1, 'Security Requirement Object'). "
    "Clients cannot satisfy a requirement whose scheme is not declared.",
    good="""\
security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
""",
    bad="""\
security: [{kye: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
""",
    remedy="declare the scheme under components/securitySchemes, or use the name of a declared one",
)


DIALECT = Rule(
    id="dialect",
    family="schemas",
    title="schemas must use JSON Schema 2020-12",
    severity=Severity.ERROR,
    why="In another dialect the same keywords can have other meanings (OpenAPI 3.1, 'Schema Object', 'Specifying "
    "Schema Dialects'); casemock validates with JSON Schema 2020-12.",
    good="""\
jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema
""",
    bad="""\
jsonSchemaDialect: http://json-schema.org/draft-04/schema#
""",
    remedy="remove the key, and write schemas for JSON Schema 2020-12",
    versions=(
        "3.1",
        "3.2",
    ),
)


DUPLICATE_KEY = Rule(
    id="duplicate-key",
    family="values",
    title="mapping keys must be unique",
    severity=Severity.ERROR,
    why="YAML requires unique keys (YAML 1.2.2, section 3.2.1.1). Parsers that accept duplicates keep only the last "
    "one, so a part of the document is silently lost.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths: {}
paths: {}
""",
    remedy="remove one of the two, or merge their contents",
)

EXTENSION = Rule(
    id="extension",
    family="values",
    title="casemock extensions must be known and valid",
    severity=Severity.ERROR,
    why="A misspelled 'x-mock-' or 'x-faker' key would silently have no effect.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: listCases, x-mock-nonsense: 1, responses: {'200': {description: All cases}}}
""",
    remedy="correct it as described in docs/extensions.md",
)
