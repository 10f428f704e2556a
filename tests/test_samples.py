"""The documented samples of the vendors are valid against the bundled document, checked without code of casemock."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator, Registry
from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "fixtures" / "samples"
TREE: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))

CONDITIONS = {"if", "then", "else"}
"""Keywords with constraints for properties of the surrounding schema."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SOURCES = {"seed", "public", "assumed"}

SCOPES = {
    "media:read": "List and retrieve files",
    "media:write": "Upload and delete files",
    "logs:read": "Read log entries",
    "logs:write": "Ingest log entries",
    "cases:read": "Read cases",
    "cases:write": "Create and update cases",
    "apps:read": "Read apps",
    "apps:write": "Submit apps",
    "usage:read": "Read quota usage",
    "members:read": "List organisation members",
    "members:write": "Invite and remove members",
    "billing:read": "Read billing and subscription info",
    "tokens:write": "Create and revoke API tokens",
}
"""The table of scopes in the documentation of both ServerOps operations."""

SAMPLE_PATHS = {
    "serverops": "/serverops/cases/{id}",
    "tines": "/tines/api/v1/cases/{case_id}",
    "tracecat": "/tracecat/cases/{case_id}",
    "egain": "/egain/core/casemgr/v3/case/{ids}",
}
"""The path of the samples in each vendor's folder."""

NULLABLE = {"tines/get-200": {"resolved_at"}}
"""Nullable properties of the body by sample."""

TINES_TABLE = [
    *("case_id", "team", "name", "description", "status", "author", "priority", "assignees", "tags", "records"),
    *("team_case_actions", "opened_at", "resolved_at", "metadata", "team_case_buttons", "linked_cases"),
]
"""The first column of the table in Tines' documentation, in its order."""


def resolve(node: Any) -> Any:
    """Return ``node`` with its reference resolved; keys beside ``$ref`` override those of the target."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = TREE
        for token in node["$ref"].removeprefix("#/").split("/"):
            target = target[token.replace("~1", "/").replace("~0", "~")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in TREE["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def json_content(path: str, method: str, status: str) -> dict[str, Any]:
    content = resolve(TREE["paths"][path][method]["responses"][status])["content"]
    return dict(content["application/json"])


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    rebased = json.loads(json.dumps(schema).replace('"#/', '"urn:contract#/'))
    return Draft202012Validator(rebased, registry=Registry([("urn:contract", TREE)]), validate_formats=True)


def normalized(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sample_files() -> list[Path]:
    return sorted(SAMPLES.glob("*/*.json"))


def parts(sample: Path) -> tuple[str, str, str]:
    """Return the path, method and status code of a sample from its file name."""
    method, status = sample.stem.split("-")
    return SAMPLE_PATHS[sample.parent.name], method, status


def sample_name(sample: Path) -> str:
    return f"{sample.parent.name}/{sample.stem}"


every_sample = pytest.mark.parametrize("sample", sample_files(), ids=sample_name)


def test_all_documented_bodies_have_a_sample() -> None:
    names = {sample_name(sample) for sample in sample_files()}
    assert names == {
        *(f"serverops/get-{status}" for status in (200, 401, 404, 500)),
        *(f"serverops/patch-{status}" for status in (200, 400, 401, 403, 404, 500)),
        "tines/get-200",
        "tracecat/get-200",
        "egain/get-200",
    }


def test_document_is_valid_openapi() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(TREE).iter_errors()] == []


@every_sample
def test_sample_is_valid(sample: Path) -> None:
    body = json.loads(sample.read_bytes())
    errors = validator(json_content(*parts(sample))["schema"]).iter_errors(body)
    assert [error.message for error in errors] == []


@every_sample
def test_sample_without_a_property_is_invalid(sample: Path) -> None:
    check = validator(json_content(*parts(sample))["schema"])
    body = json.loads(sample.read_bytes())
    for name in body:
        assert not check.is_valid({key: value for key, value in body.items() if key != name})
        assert check.is_valid({**body, name: None}) is (name in NULLABLE.get(sample_name(sample), ()))


@every_sample
def test_first_example_is_the_sample(sample: Path) -> None:
    examples = json_content(*parts(sample))["examples"]
    first = resolve(next(iter(examples.values())))["value"]
    assert normalized(first) == normalized(json.loads(sample.read_bytes()))


def test_corrections_of_the_tines_sample() -> None:
    documented = (SAMPLES / "tines" / "get-200.page.txt").read_text(encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        json.loads(documented)
    trailing_commas = [match.start() for match in re.finditer(r",(?=\s*([\]}]|$))", documented.rstrip())]
    assert len(trailing_commas) == 2
    body = json.loads("".join(letter for index, letter in enumerate(documented) if index not in trailing_commas))
    assert TINES_TABLE[11:14] + TINES_TABLE[15:] == [name for name in TINES_TABLE if name not in body]
    added = {"opened_at": "2026-03-14T09:26:53Z", "resolved_at": None, "metadata": {}, "linked_cases": []}
    assert body | added == json.loads((SAMPLES / "tines" / "get-200.json").read_bytes())


def documented_examples() -> list[Any]:
    found = []
    for path, method, operation in operations():
        bodies = {"request": operation.get("requestBody"), **operation["responses"]}
        for status, body in bodies.items():
            for media in (resolve(body) or {}).get("content", {}).values():
                for name, example in media.get("examples", {}).items():
                    value = resolve(example)["value"]
                    found.append(pytest.param(media["schema"], value, id=f"{method} {path} {status} {name}"))
    return found


@pytest.mark.parametrize(("schema", "value"), documented_examples())
def test_every_example_is_valid(schema: dict[str, Any], value: Any) -> None:
    assert [error.message for error in validator(schema).iter_errors(value)] == []


def properties(node: Any, pointer: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property of every schema below ``node`` with its pointer, ignoring examples and other data."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from properties(item, f"{pointer}/{index}")
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in {"example", "examples", "default", "enum", "const"} | CONDITIONS or key.startswith("x-"):
                continue
            if key == "properties":
                for name, schema in value.items():
                    yield f"{pointer}/properties/{name}", schema
                    yield from properties(schema, f"{pointer}/properties/{name}")
            else:
                yield from properties(value, f"{pointer}/{key}")


def sent_schemas() -> dict[str, Any]:
    """Return the schemas that operations refer to, by name, without those used only in ``x-mock-resource``."""
    found: dict[str, Any] = {}
    nodes = [{key: value for key, value in item.items() if not key.startswith("x-")} for item in TREE["paths"].values()]
    nodes.append({key: value for key, value in TREE["components"].items() if key != "schemas"})
    while nodes:
        for name in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(nodes.pop())):
            if name not in found:
                found[name] = TREE["components"]["schemas"][name]
                nodes.append(found[name])
    return found


def sourced() -> Iterator[tuple[str, Any]]:
    """Yield every node that requires ``x-source``, with its name or pointer."""
    components = {**TREE["components"], "schemas": sent_schemas()}
    yield from properties({"paths": TREE["paths"], "components": components})
    for path, method, operation in operations():
        for parameter in [*TREE["paths"][path].get("parameters", []), *operation.get("parameters", [])]:
            yield f"{method} {path} parameter {resolve(parameter)['name']}", resolve(parameter)
        for status, response in operation["responses"].items():
            yield f"{method} {path} {status}", resolve(response)


def test_only_internal_schemas_of_the_mock_are_not_sent() -> None:
    assert TREE["components"]["schemas"].keys() - sent_schemas() == {"EgainWholeCase", "EgainRegion", "EgainContract"}


def test_every_property_parameter_and_response_has_a_source() -> None:
    assert [name for name, node in sourced() if node.get("x-source") not in SOURCES] == []


def test_properties_are_found_and_every_source_is_used() -> None:
    names = [name for name, _ in sourced()]
    assert "#/components/schemas/ServerOpsFile/properties/sha256" in names
    assert "#/components/schemas/ServerOpsError/properties/error/properties/code" in names
    assert {node["x-source"] for _, node in sourced()} == SOURCES


def test_conditions_refer_to_defined_properties() -> None:
    schemas = [schema for schema in TREE["components"]["schemas"].values() if schema.keys() & CONDITIONS]
    assert schemas
    for schema in schemas:
        for keyword in CONDITIONS & schema.keys():
            assert schema[keyword].keys() <= {"properties", "required"}
            assert schema[keyword]["properties"].keys() <= schema["properties"].keys()


@pytest.mark.parametrize(
    ("method", "status", "source"),
    [("get", "403", "public"), ("patch", "403", "seed"), ("patch", "406", "assumed"), ("get", "404", "seed")],
)
def test_response_has_the_source_of_its_operation(method: str, status: str, source: str) -> None:
    response = TREE["paths"]["/serverops/cases/{id}"][method]["responses"][status]
    assert resolve(response)["x-source"] == source


def test_scopes_are_documented() -> None:
    description = TREE["components"]["securitySchemes"]["ServerOpsBearerAuth"]["description"]
    rows = re.findall(r"^\| `([a-z:]+)` \| (.+) \|$", description, flags=re.MULTILINE)
    assert dict(rows) == SCOPES
    assert len(rows) == len(SCOPES)


@pytest.mark.parametrize(("method", "scope"), [("get", "cases:read"), ("patch", "cases:write")])
def test_operation_requires_its_documented_scope(method: str, scope: str) -> None:
    operation = TREE["paths"]["/serverops/cases/{id}"][method]
    assert operation["security"] == [{"ServerOpsBearerAuth": [scope]}]


def test_sample_credentials_have_the_documented_format_and_scopes() -> None:
    credentials = TREE["components"]["securitySchemes"]["ServerOpsBearerAuth"]["x-mock-credentials"]
    assert len(credentials["samples"]) >= 5
    for sample in credentials["samples"]:
        assert re.search(credentials["pattern"], sample["value"])
        assert set(sample.get("scopes", [])) <= SCOPES.keys()
        rejected = re.search("invalid|expired|revoked", sample["value"], flags=re.IGNORECASE) is not None
        assert sample.get("accepted", True) is not rejected


def test_sample_credentials_cover_all_combinations_of_scopes() -> None:
    samples = TREE["components"]["securitySchemes"]["ServerOpsBearerAuth"]["x-mock-credentials"]["samples"]
    cases = {"cases:read", "cases:write"}
    covered = {frozenset(cases & set(item.get("scopes", SCOPES))) for item in samples if item.get("accepted", True)}
    assert covered == {frozenset(), frozenset({"cases:read"}), frozenset({"cases:write"}), frozenset(cases)}
    assert any(item.get("accepted") is False for item in samples)


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ({}, True),
        ({"title": "x", "id": "ignored"}, True),
        ({"description": ""}, True),
        ({"status": "archived"}, True),
        ({"title": ""}, False),
        ({"title": " \t\r\n"}, False),
        ({"title": None}, False),
        ({"description": 1}, False),
        ({"status": "OPEN"}, False),
        ([], False),
        (None, False),
    ],
    ids=repr,
)
def test_update_body(body: Any, valid: bool) -> None:
    assert validator({"$ref": "#/components/schemas/ServerOpsCaseUpdate"}).is_valid(body) is valid


def test_undocumented_values_of_open_properties_are_valid() -> None:
    body = copy.deepcopy(json.loads((SAMPLES / "serverops" / "get-200.json").read_bytes()))
    body["attachments"][0] |= {"visibility": "private", "abuse_status": "flagged", "storage_class": "cold", "new": 1}
    check = validator({"$ref": "#/components/schemas/ServerOpsCase"})
    assert check.is_valid(body)
    assert not check.is_valid({**body, "status": "reopened"})


def test_tines_case_has_the_documented_properties() -> None:
    schema = TREE["components"]["schemas"]["TinesCase"]
    assert sorted(schema["properties"]) == sorted(TINES_TABLE) == sorted(schema["required"])
    assert len(TINES_TABLE) == 16


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({"status": "OPEN", "resolved_at": None}, True),
        ({"status": "OPEN", "resolved_at": "2026-03-15T17:02:11Z"}, False),
        ({"status": "CLOSED", "resolved_at": "2026-03-15T17:02:11Z"}, True),
        ({"status": "CLOSED", "resolved_at": None}, False),
        ({"status": "open"}, False),
        ({"priority": "high"}, False),
        ({"priority": "CRITICAL"}, False),
        ({"case_id": "42"}, False),
        ({"metadata": {"host": "web-1"}}, True),
        ({"metadata": {"hosts": 2}}, False),
        ({"linked_cases": [41, 57]}, True),
        ({"linked_cases": ["41"]}, False),
        ({"team_case_actions": [{"id": 1, "action": "REOPENED", "value": "", "user": {}}]}, True),
        ({"team_case_actions": [{"id": 1, "action": "CREATED", "value": "42", "user": {"id": 1}}]}, False),
        ({"team_case_actions": [{"id": 1, "action": "CREATED", "value": 42, "user": {}}]}, False),
        ({"url": "https://tenant.tines.com/cases/42"}, True),
    ],
    ids=repr,
)
def test_tines_case(changes: dict[str, Any], valid: bool) -> None:
    body = json.loads((SAMPLES / "tines" / "get-200.json").read_bytes())
    assert validator({"$ref": "#/components/schemas/TinesCase"}).is_valid(body | changes) is valid


def test_tines_accepts_either_credential() -> None:
    operation = TREE["paths"][SAMPLE_PATHS["tines"]]["get"]
    assert operation["security"] == [{"TinesUserToken": []}, {"TinesBearerAuth": []}]
    schemes = TREE["components"]["securitySchemes"]
    assert (schemes["TinesUserToken"]["in"], schemes["TinesUserToken"]["name"]) == ("header", "x-user-token")
    assert schemes["TinesUserToken"]["x-mock-credentials"] == schemes["TinesBearerAuth"]["x-mock-credentials"]


@pytest.mark.parametrize(
    ("status", "source"),
    [("200", "seed"), ("401", "assumed"), ("404", "assumed"), ("4XX", "public"), ("5XX", "public")],
)
def test_tines_error_schemas_have_no_undocumented_constraints(status: str, source: str) -> None:
    response = TREE["paths"][SAMPLE_PATHS["tines"]]["get"]["responses"][status]
    assert response["x-source"] == source
    schema = resolve(response["content"]["application/json"]["schema"])
    constraints = schema.keys() - {"description"}
    assert constraints == {"type", "additionalProperties"} or status == "200"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Status", "unknown, new, in_progress, on_hold, resolved, closed, other"),
        ("Priority", "unknown, low, medium, high, critical, other"),
        ("Severity", "unknown, informational, low, medium, high, critical, fatal, other"),
    ],
)
def test_tracecat_enums_are_documented(name: str, values: str) -> None:
    schema = TREE["components"]["schemas"][f"TracecatCase{name}"]
    assert schema["enum"] == values.split(", ")
    rows = re.findall(r"^\| `([a-z]+)` \| ([0-9]+) \|", schema["description"], flags=re.MULTILINE)
    if name != "Status":
        numbers = [*range(len(rows) - 1), 99]
        assert rows == [(value, str(number)) for value, number in zip(schema["enum"], numbers, strict=True)]


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        *(({"value": value}, True) for value in (None, True, 0, 1.5, "", [], [None], {}, {"a": {"b": []}})),
        ({"default": None}, True),
        ({"default": 0}, False),
        ({"type": "JSONB"}, True),
        ({"type": "DECIMAL"}, False),
        ({"type": "text"}, False),
        ({"description": ""}, True),
        ({"description": None}, False),
        ({"id": None}, False),
        ({"display_name": "Affected hosts"}, True),
    ],
    ids=repr,
)
def test_tracecat_field(changes: dict[str, Any], valid: bool) -> None:
    body = json.loads((SAMPLES / "tracecat" / "get-200.json").read_bytes())
    body["fields"] = [body["fields"][0] | changes]
    check = validator({"$ref": "#/components/schemas/TracecatCase"})
    assert check.is_valid(body) is valid
    assert check.is_valid({**body, "fields": []})


def test_all_properties_of_a_tracecat_field_are_required() -> None:
    body = json.loads((SAMPLES / "tracecat" / "get-200.json").read_bytes())
    check = validator({"$ref": "#/components/schemas/TracecatCase"})
    for name in body["fields"][0]:
        incomplete = {key: value for key, value in body["fields"][0].items() if key != name}
        assert not check.is_valid({**body, "fields": [incomplete]})


CANONICAL = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (CANONICAL, True),
        (CANONICAL.upper(), True),
        (CANONICAL.replace("-", ""), True),
        (f"urn:uuid:{CANONICAL}", True),
        (f"{{{CANONICAL}}}", True),
        ("00000000-0000-0000-0000-000000000000", True),
        (f"URN:UUID:{CANONICAL}", False),
        (f"urn:uuid:{CANONICAL.replace('-', '')}", False),
        (f"{{{CANONICAL.replace('-', '')}}}", False),
        (CANONICAL.replace("-", "", 1), False),
        (CANONICAL[:-1], False),
        (f"{CANONICAL}0", False),
        (f" {CANONICAL}", False),
        (f"{CANONICAL}\n", False),
        (f"{CANONICAL[:-1]}g", False),
        ("", False),
        ("CASE-0042", False),
    ],
    ids=repr,
)
def test_tracecat_uuid(value: str, valid: bool) -> None:
    assert validator({"$ref": "#/components/schemas/TracecatUuid"}).is_valid(value) is valid


def test_tracecat_workspace_is_optional() -> None:
    parameters = {item["name"]: item for item in TREE["paths"][SAMPLE_PATHS["tracecat"]]["get"]["parameters"]}
    assert {name: (item["in"], item["required"]) for name, item in parameters.items()} == {
        "case_id": ("path", True),
        "workspace_id": ("query", False),
    }


def test_tracecat_error_bodies_are_those_of_fastapi() -> None:
    operation = TREE["paths"][SAMPLE_PATHS["tracecat"]]["get"]
    schemas = {
        status: json_content(SAMPLE_PATHS["tracecat"], "get", status)["schema"] for status in operation["responses"]
    }
    names = {status: schema["$ref"].rpartition("/")[2].removeprefix("Tracecat") for status, schema in schemas.items()}
    assert names == {"200": "Case", **dict.fromkeys(("401", "403", "404"), "Error"), "422": "ValidationErrors",
                     "500": "ServerError"}  # fmt: skip
    item = {"loc": ["path", "case_id"], "msg": "Input should be a valid UUID", "type": "uuid_parsing"}
    check = validator(schemas["422"])
    assert check.is_valid({"detail": [{**item, "input": "42", "ctx": {"error": "too short"}}]})
    assert check.is_valid({"detail": [{**item, "loc": ["body", 3]}]})
    assert not check.is_valid({"detail": "Unprocessable"})
    for name in item:
        assert not check.is_valid({"detail": [{key: value for key, value in item.items() if key != name}]})


def test_tracecat_session_is_the_documented_cookie() -> None:
    operation = TREE["paths"][SAMPLE_PATHS["tracecat"]]["get"]
    assert operation["security"] == [{"TracecatSession": ["user"]}]
    scheme = TREE["components"]["securitySchemes"]["TracecatSession"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "cookie", "fastapiusersauth")


@pytest.mark.parametrize(
    "name", ["TinesUserToken", "TinesBearerAuth", "TracecatSession", "EgainClientToken", "EgainSession"]
)
def test_sample_credentials_have_the_required_format(name: str) -> None:
    credentials = TREE["components"]["securitySchemes"][name]["x-mock-credentials"]
    values = [sample["value"] for sample in credentials["samples"]]
    assert all(re.search(credentials["pattern"], value) for value in values)
    assert {sample.get("accepted", True) for sample in credentials["samples"]} == {True, False}
    assert not re.search(credentials["pattern"], "short")
    assert not re.search(credentials["pattern"], "not a credential")


EGAIN_SUMMARY = [
    *("link", "activities", "department", "status", "lastModified", "lastModifiedBy", "dueDate", "owner", "customer"),
    *("severity", "subject", "id"),
]
"""The properties of a case in another version of eGain's documentation, in its order."""

EGAIN_LANGUAGES = "en-US es-ES fr-FR it-IT de-DE nl-NL pt-BR pt-PT da-DK ru-RU fr-CA zh-CN ja-JP ko-KR sv-SE"
EGAIN_FOR_USERS = (
    "all, created, createdBy, custom.<name>, originatingChannel, description, solution, userLastWorked, relatedCases, "
    "notes, lastClosed"
)
EGAIN_FOR_CUSTOMERS = (
    "all, created, custom.<name>, originatingChannel, recentActivityDate, unreadActivityCount, lastClosed"
)
"""The documented languages and values of ``$attribute`` of eGain."""


def egain() -> dict[str, Any]:
    return dict(TREE["paths"][SAMPLE_PATHS["egain"]]["get"])


def egain_parameter(name: str) -> dict[str, Any]:
    return next(resolve(item) for item in egain()["parameters"] if resolve(item)["name"] == name)


def test_egain_sample_is_the_documented_one_with_a_case() -> None:
    documented = json.loads((SAMPLES / "egain" / "get-200.page.txt").read_bytes())
    filled = json.loads((SAMPLES / "egain" / "get-200.json").read_bytes())
    assert documented == {"case": []}
    (case,) = filled.pop("case")
    assert filled == {}
    assert list(case) == EGAIN_SUMMARY
    assert case["id"] == "1000"
    assert case["subject"].endswith("[#1000]")
    assert not validator({"$ref": "#/components/schemas/EgainCases"}).is_valid(documented)


@pytest.mark.parametrize("name", [name for name in EGAIN_SUMMARY if name != "dueDate"])
def test_all_properties_of_an_egain_case_except_the_due_date_are_required(name: str) -> None:
    (case,) = json.loads((SAMPLES / "egain" / "get-200.json").read_bytes())["case"]
    check = validator({"$ref": "#/components/schemas/EgainCase"})
    del case["dueDate"]
    assert check.is_valid(case)
    assert not check.is_valid({key: value for key, value in case.items() if key != name})
    assert not check.is_valid({**case, name: None})


def test_egain_attributes_are_documented() -> None:
    documented = {*EGAIN_FOR_USERS.split(", "), *EGAIN_FOR_CUSTOMERS.split(", ")}
    optional = documented - {"all", "custom.<name>"} | {"customAttributes"}
    assert TREE["components"]["schemas"]["EgainCase"]["properties"].keys() == optional | {*EGAIN_SUMMARY}
    rows = re.findall(r"^\| [^|]+ \| (`.+`) \|$", egain_parameter("$attribute")["description"], flags=re.MULTILINE)
    assert [row.replace("`", "") for row in rows] == [EGAIN_FOR_USERS, EGAIN_FOR_CUSTOMERS]


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        *((name.replace("<name>", "region"), True) for name in EGAIN_FOR_USERS.split(", ")),
        *((name.replace("<name>", "region"), True) for name in EGAIN_FOR_CUSTOMERS.split(", ")),
        ("created,originatingChannel", True),
        ("custom.first name,custom.Größe", True),
        ("all,all", True),
        *(
            (value, False)
            for value in ("", ",", "created,", ",created", "created, lastClosed", "Created", "custom.", "id")
        ),
    ],
)
def test_egain_attribute_parameter(value: str, valid: bool) -> None:
    assert validator(egain_parameter("$attribute")["schema"]).is_valid(value) is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("1001", True),
        ("1001,1002", True),
        ("1001,1001", True),
        (",".join(["7"] * 75), True),
        ("9" * 20_000, True),
        (",".join(["7"] * 76), False),
        ("9" * 20_001, False),
        *(
            (value, False)
            for value in ("", ",", "1001,", ",1001", "1,,2", "0", "007", "-1", "+1", "1.0", "x", "1 ", "1;2")
        ),
    ],
)
def test_egain_ids_parameter(value: str, valid: bool) -> None:
    assert validator(egain_parameter("ids")["schema"]).is_valid(value) is valid


def test_egain_parameters_are_documented() -> None:
    assert egain_parameter("Accept-Language")["schema"]["enum"] == EGAIN_LANGUAGES.split()
    assert egain_parameter("Accept-Language")["schema"]["default"] == "en-US"
    assert egain_parameter("$order")["schema"]["enum"] == ["asc", "desc"]
    sort_validator = validator(egain_parameter("$sort")["schema"])
    assert all(sort_validator.is_valid(name) for name in ("id", "department", "status", "customer", "custom.region"))
    assert not any(sort_validator.is_valid(name) for name in ("", "created", "custom.", "ID", "id,status"))
    names = [resolve(item)["name"] for item in egain()["parameters"]]
    assert sorted(names) == sorted(
        ["ids", "customer", "$attribute", "$order", "$sort", "Accept-Language", "X-egain-error-message"]
    )


def test_egain_responses_have_both_content_types() -> None:
    responses = {status: resolve(response) for status, response in egain()["responses"].items()}
    assert list(responses) == ["200", "400", "401", "403", "404", "406", "500"]
    for status, response in responses.items():
        assert list(response["content"]) == ["application/json", "application/xml"]
        names = {media["schema"]["$ref"].rpartition("/")[2] for media in response["content"].values()}
        assert names == ({"EgainCases"} if status == "200" else {"EgainError"})


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ({"code": "400-101", "developerMessage": ""}, True),
        ({"code": "400-10424", "developerMessage": "x" * 2048}, True),
        ({"code": "400-101", "developerMessage": "x", "userMessage": "y", "details": [{"key": "k"}]}, True),
        ({"code": "400-101", "developerMessage": "x" * 2049}, False),
        ({"code": "400", "developerMessage": "x"}, False),
        ({"code": 400, "developerMessage": "x"}, False),
        ({"code": "400-101"}, False),
        ({"developerMessage": "x"}, False),
        ({"code": "400-101", "developerMessage": "x", "details": [{"value": "v"}]}, False),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_egain_error(body: Any, valid: bool) -> None:
    assert validator({"$ref": "#/components/schemas/EgainError"}).is_valid(body) is valid


def test_egain_security_schemes() -> None:
    schemes = [next(iter(rule)) for rule in egain()["security"]]
    assert schemes == ["EgainUserToken", "EgainClientToken", "EgainCustomerToken", "EgainSession"]
    definitions = TREE["components"]["securitySchemes"]
    assert [definitions[name]["type"] for name in schemes] == ["oauth2", "oauth2", "oauth2", "apiKey"]
    assert (definitions["EgainSession"]["in"], definitions["EgainSession"]["name"]) == ("header", "X-egain-session")
    actors = [definitions[name]["x-mock-credentials"]["claims"]["actor"] for name in schemes]
    assert actors == ["user", "client", "customer", "user"]


def test_egain_schemes_have_different_credentials() -> None:
    definitions = TREE["components"]["securitySchemes"]
    names = [next(iter(rule)) for rule in egain()["security"]]
    values = [sample["value"] for name in names for sample in definitions[name]["x-mock-credentials"]["samples"]]
    assert len(set(values)) == len(values) >= 15


def test_prefixes_cover_every_path() -> None:
    prefixes = [api["prefix"] for api in TREE["x-mock-apis"]]
    assert [path for path in TREE["paths"] if not any(path.startswith(f"{prefix}/") for prefix in prefixes)] == []
