"""The vendors' printed samples against the bundled contract, read here as plain data: no code of ours in between."""

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
"""Keywords that say more of properties which the schema around them names."""

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
"""The table of scopes that both ServerOps pages print."""

SAMPLE_PATHS = {
    "serverops": "/serverops/cases/{id}",
    "tines": "/tines/api/v1/cases/{case_id}",
    "tracecat": "/tracecat/cases/{case_id}",
    "egain": "/egain/core/casemgr/v3/case/{ids}",
}
"""The path whose responses the samples of a vendor's folder are."""

NULLABLE = {"tines/get-200": {"resolved_at"}}
"""By sample, the members of its body that may be null."""

TINES_TABLE = [
    *("case_id", "team", "name", "description", "status", "author", "priority", "assignees", "tags", "records"),
    *("team_case_actions", "opened_at", "resolved_at", "metadata", "team_case_buttons", "linked_cases"),
]
"""The first column of the table on Tines' page, in its order."""


def resolve(node: Any) -> Any:
    """Follow references as long as ``node`` is one; siblings of a ``$ref`` win over what it points to."""
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


def normalised(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sample_files() -> list[Path]:
    return sorted(SAMPLES.glob("*/*.json"))


def parts(sample: Path) -> tuple[str, str, str]:
    """Path, method and status that a sample's file name stands for."""
    method, status = sample.stem.split("-")
    return SAMPLE_PATHS[sample.parent.name], method, status


def called(sample: Path) -> str:
    return f"{sample.parent.name}/{sample.stem}"


every_sample = pytest.mark.parametrize("sample", sample_files(), ids=called)


def test_every_body_of_the_pages_is_kept() -> None:
    names = {called(sample) for sample in sample_files()}
    assert names == {
        *(f"serverops/get-{status}" for status in (200, 401, 404, 500)),
        *(f"serverops/patch-{status}" for status in (200, 400, 401, 403, 404, 500)),
        "tines/get-200",
        "tracecat/get-200",
        "egain/get-200",
    }


def test_the_contract_is_a_valid_openapi_document() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(TREE).iter_errors()] == []


@every_sample
def test_a_printed_sample_is_valid_against_its_schema(sample: Path) -> None:
    body = json.loads(sample.read_bytes())
    errors = validator(json_content(*parts(sample))["schema"]).iter_errors(body)
    assert [error.message for error in errors] == []


@every_sample
def test_the_schema_refuses_a_sample_that_lost_a_field(sample: Path) -> None:
    check = validator(json_content(*parts(sample))["schema"])
    body = json.loads(sample.read_bytes())
    for name in body:
        assert not check.is_valid({key: value for key, value in body.items() if key != name})
        assert check.is_valid({**body, name: None}) is (name in NULLABLE.get(called(sample), ()))


@every_sample
def test_the_first_documented_example_is_the_printed_one(sample: Path) -> None:
    examples = json_content(*parts(sample))["examples"]
    first = resolve(next(iter(examples.values())))["value"]
    assert normalised(first) == normalised(json.loads(sample.read_bytes()))


def test_the_repairs_of_the_tines_sample_are_those_that_are_noted() -> None:
    printed = (SAMPLES / "tines" / "get-200.page.txt").read_text(encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        json.loads(printed)
    commas = [match.start() for match in re.finditer(r",(?=\s*([\]}]|$))", printed.rstrip())]
    assert len(commas) == 2
    body = json.loads("".join(letter for index, letter in enumerate(printed) if index not in commas))
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
def test_every_documented_example_is_valid(schema: dict[str, Any], value: Any) -> None:
    assert [error.message for error in validator(schema).iter_errors(value)] == []


def properties(node: Any, pointer: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of every schema below ``node``, with its place; values that are mere data are not entered."""
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
    """The schemas that an operation refers to, by name: those of ``x-mock-resource`` alone are the mock's own."""
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
    """Everything that must say where it comes from, with its place."""
    components = {**TREE["components"], "schemas": sent_schemas()}
    yield from properties({"paths": TREE["paths"], "components": components})
    for path, method, operation in operations():
        for parameter in [*TREE["paths"][path].get("parameters", []), *operation.get("parameters", [])]:
            yield f"{method} {path} parameter {resolve(parameter)['name']}", resolve(parameter)
        for status, response in operation["responses"].items():
            yield f"{method} {path} {status}", resolve(response)


def test_only_what_the_mock_keeps_to_itself_is_sent_by_nobody() -> None:
    assert TREE["components"]["schemas"].keys() - sent_schemas() == {"EgainWholeCase", "EgainRegion", "EgainContract"}


def test_every_property_parameter_and_response_names_its_source() -> None:
    assert [place for place, node in sourced() if node.get("x-source") not in SOURCES] == []


def test_every_schema_property_is_found_and_every_mark_is_used() -> None:
    places = [place for place, _ in sourced()]
    assert "#/components/schemas/ServerOpsFile/properties/sha256" in places
    assert "#/components/schemas/ServerOpsError/properties/error/properties/code" in places
    assert {node["x-source"] for _, node in sourced()} == SOURCES


def test_a_condition_speaks_of_properties_that_are_named() -> None:
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
def test_a_response_is_marked_with_where_its_own_operation_has_it_from(method: str, status: str, source: str) -> None:
    response = TREE["paths"]["/serverops/cases/{id}"][method]["responses"][status]
    assert resolve(response)["x-source"] == source


def test_the_scopes_are_those_of_the_pages() -> None:
    description = TREE["components"]["securitySchemes"]["ServerOpsBearerAuth"]["description"]
    rows = re.findall(r"^\| `([a-z:]+)` \| (.+) \|$", description, flags=re.MULTILINE)
    assert dict(rows) == SCOPES
    assert len(rows) == len(SCOPES)


@pytest.mark.parametrize(("method", "scope"), [("get", "cases:read"), ("patch", "cases:write")])
def test_an_operation_asks_for_the_one_scope_of_its_page(method: str, scope: str) -> None:
    operation = TREE["paths"]["/serverops/cases/{id}"][method]
    assert operation["security"] == [{"ServerOpsBearerAuth": [scope]}]


def test_sample_credentials_have_the_vendors_form_and_known_scopes() -> None:
    credentials = TREE["components"]["securitySchemes"]["ServerOpsBearerAuth"]["x-mock-credentials"]
    assert len(credentials["samples"]) >= 5
    for sample in credentials["samples"]:
        assert re.search(credentials["pattern"], sample["value"])
        assert set(sample.get("scopes", [])) <= SCOPES.keys()
        refused = re.search("invalid|expired|revoked", sample["value"], flags=re.IGNORECASE) is not None
        assert sample.get("accepted", True) is not refused


def test_sample_credentials_show_every_kind_of_caller() -> None:
    samples = TREE["components"]["securitySchemes"]["ServerOpsBearerAuth"]["x-mock-credentials"]["samples"]
    cases = {"cases:read", "cases:write"}
    shown = {frozenset(cases & set(item.get("scopes", SCOPES))) for item in samples if item.get("accepted", True)}
    assert shown == {frozenset(), frozenset({"cases:read"}), frozenset({"cases:write"}), frozenset(cases)}
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
def test_which_bodies_an_update_takes(body: Any, valid: bool) -> None:
    assert validator({"$ref": "#/components/schemas/ServerOpsCaseUpdate"}).is_valid(body) is valid


def test_a_value_that_the_pages_do_not_show_is_taken_where_they_leave_it_open() -> None:
    body = copy.deepcopy(json.loads((SAMPLES / "serverops" / "get-200.json").read_bytes()))
    body["attachments"][0] |= {"visibility": "private", "abuse_status": "flagged", "storage_class": "cold", "new": 1}
    check = validator({"$ref": "#/components/schemas/ServerOpsCase"})
    assert check.is_valid(body)
    assert not check.is_valid({**body, "status": "reopened"})


def test_a_tines_case_has_the_fields_of_the_pages_table() -> None:
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
def test_what_a_tines_case_may_be(changes: dict[str, Any], valid: bool) -> None:
    body = json.loads((SAMPLES / "tines" / "get-200.json").read_bytes())
    assert validator({"$ref": "#/components/schemas/TinesCase"}).is_valid(body | changes) is valid


def test_either_credential_of_tines_will_do_and_the_page_knows_the_first() -> None:
    operation = TREE["paths"][SAMPLE_PATHS["tines"]]["get"]
    assert operation["security"] == [{"TinesUserToken": []}, {"TinesBearerAuth": []}]
    schemes = TREE["components"]["securitySchemes"]
    assert (schemes["TinesUserToken"]["in"], schemes["TinesUserToken"]["name"]) == ("header", "x-user-token")
    assert schemes["TinesUserToken"]["x-mock-credentials"] == schemes["TinesBearerAuth"]["x-mock-credentials"]


@pytest.mark.parametrize(
    ("status", "source"),
    [("200", "seed"), ("401", "assumed"), ("404", "assumed"), ("4XX", "public"), ("5XX", "public")],
)
def test_a_tines_response_claims_no_more_than_is_known(status: str, source: str) -> None:
    response = TREE["paths"][SAMPLE_PATHS["tines"]]["get"]["responses"][status]
    assert response["x-source"] == source
    schema = resolve(response["content"]["application/json"]["schema"])
    claims = schema.keys() - {"description"}
    assert claims == {"type", "additionalProperties"} or status == "200"


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("Status", "unknown, new, in_progress, on_hold, resolved, closed, other"),
        ("Priority", "unknown, low, medium, high, critical, other"),
        ("Severity", "unknown, informational, low, medium, high, critical, fatal, other"),
    ],
)
def test_the_words_of_tracecat_are_those_of_the_page(name: str, members: str) -> None:
    schema = TREE["components"]["schemas"][f"TracecatCase{name}"]
    assert schema["enum"] == members.split(", ")
    rows = re.findall(r"^\| `([a-z]+)` \| ([0-9]+) \|", schema["description"], flags=re.MULTILINE)
    if name != "Status":
        numbers = [*range(len(rows) - 1), 99]
        assert rows == [(member, str(number)) for member, number in zip(schema["enum"], numbers, strict=True)]


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
def test_what_a_field_of_tracecat_may_be(changes: dict[str, Any], valid: bool) -> None:
    body = json.loads((SAMPLES / "tracecat" / "get-200.json").read_bytes())
    body["fields"] = [body["fields"][0] | changes]
    check = validator({"$ref": "#/components/schemas/TracecatCase"})
    assert check.is_valid(body) is valid
    assert check.is_valid({**body, "fields": []})


def test_no_member_of_a_field_of_tracecat_may_be_missing() -> None:
    body = json.loads((SAMPLES / "tracecat" / "get-200.json").read_bytes())
    check = validator({"$ref": "#/components/schemas/TracecatCase"})
    for name in body["fields"][0]:
        lacking = {key: value for key, value in body["fields"][0].items() if key != name}
        assert not check.is_valid({**body, "fields": [lacking]})


CANONICAL = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


@pytest.mark.parametrize(
    ("text", "valid"),
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
def test_which_uuids_tracecat_takes(text: str, valid: bool) -> None:
    assert validator({"$ref": "#/components/schemas/TracecatUuid"}).is_valid(text) is valid


def test_tracecat_takes_a_workspace_and_can_do_without() -> None:
    parameters = {item["name"]: item for item in TREE["paths"][SAMPLE_PATHS["tracecat"]]["get"]["parameters"]}
    assert {name: (item["in"], item["required"]) for name, item in parameters.items()} == {
        "case_id": ("path", True),
        "workspace_id": ("query", False),
    }


def test_tracecats_failures_are_in_the_envelopes_of_its_framework() -> None:
    operation = TREE["paths"][SAMPLE_PATHS["tracecat"]]["get"]
    shapes = {
        status: json_content(SAMPLE_PATHS["tracecat"], "get", status)["schema"] for status in operation["responses"]
    }
    names = {status: shape["$ref"].rpartition("/")[2].removeprefix("Tracecat") for status, shape in shapes.items()}
    assert names == {"200": "Case", **dict.fromkeys(("401", "403", "404"), "Error"), "422": "ValidationErrors",
                     "500": "ServerError"}  # fmt: skip
    item = {"loc": ["path", "case_id"], "msg": "Input should be a valid UUID", "type": "uuid_parsing"}
    check = validator(shapes["422"])
    assert check.is_valid({"detail": [{**item, "input": "42", "ctx": {"error": "too short"}}]})
    assert check.is_valid({"detail": [{**item, "loc": ["body", 3]}]})
    assert not check.is_valid({"detail": "Unprocessable"})
    for name in item:
        assert not check.is_valid({"detail": [{key: value for key, value in item.items() if key != name}]})


def test_the_session_of_tracecat_is_the_cookie_of_the_page() -> None:
    operation = TREE["paths"][SAMPLE_PATHS["tracecat"]]["get"]
    assert operation["security"] == [{"TracecatSession": ["user"]}]
    scheme = TREE["components"]["securitySchemes"]["TracecatSession"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "cookie", "fastapiusersauth")


@pytest.mark.parametrize(
    "name", ["TinesUserToken", "TinesBearerAuth", "TracecatSession", "EgainClientToken", "EgainSession"]
)
def test_sample_credentials_have_the_form_that_is_asked_for(name: str) -> None:
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
"""What another rendering of eGain's page shows of a case, in its order."""

EGAIN_LANGUAGES = "en-US es-ES fr-FR it-IT de-DE nl-NL pt-BR pt-PT da-DK ru-RU fr-CA zh-CN ja-JP ko-KR sv-SE"
EGAIN_FOR_USERS = (
    "all, created, createdBy, custom.<name>, originatingChannel, description, solution, userLastWorked, relatedCases, "
    "notes, lastClosed"
)
EGAIN_FOR_CUSTOMERS = (
    "all, created, custom.<name>, originatingChannel, recentActivityDate, unreadActivityCount, lastClosed"
)
"""What eGain's page prints of languages and of values of ``$attribute``."""


def egain() -> dict[str, Any]:
    return dict(TREE["paths"][SAMPLE_PATHS["egain"]]["get"])


def egain_parameter(name: str) -> dict[str, Any]:
    return next(resolve(item) for item in egain()["parameters"] if resolve(item)["name"] == name)


def test_the_sample_of_egain_is_the_folded_one_with_a_case_in_it() -> None:
    printed = json.loads((SAMPLES / "egain" / "get-200.page.txt").read_bytes())
    filled = json.loads((SAMPLES / "egain" / "get-200.json").read_bytes())
    assert printed == {"case": []}
    (case,) = filled.pop("case")
    assert filled == {}
    assert list(case) == EGAIN_SUMMARY
    assert case["id"] == "1000"
    assert case["subject"].endswith("[#1000]")
    assert not validator({"$ref": "#/components/schemas/EgainCases"}).is_valid(printed)


@pytest.mark.parametrize("name", [name for name in EGAIN_SUMMARY if name != "dueDate"])
def test_no_member_of_an_egain_case_but_its_due_date_may_be_missing(name: str) -> None:
    (case,) = json.loads((SAMPLES / "egain" / "get-200.json").read_bytes())["case"]
    check = validator({"$ref": "#/components/schemas/EgainCase"})
    del case["dueDate"]
    assert check.is_valid(case)
    assert not check.is_valid({key: value for key, value in case.items() if key != name})
    assert not check.is_valid({**case, name: None})


def test_the_attributes_of_an_egain_case_on_request_are_those_of_the_page() -> None:
    named = {*EGAIN_FOR_USERS.split(", "), *EGAIN_FOR_CUSTOMERS.split(", ")}
    on_request = named - {"all", "custom.<name>"} | {"customAttributes"}
    assert TREE["components"]["schemas"]["EgainCase"]["properties"].keys() == on_request | {*EGAIN_SUMMARY}
    rows = re.findall(r"^\| [^|]+ \| (`.+`) \|$", egain_parameter("$attribute")["description"], flags=re.MULTILINE)
    assert [row.replace("`", "") for row in rows] == [EGAIN_FOR_USERS, EGAIN_FOR_CUSTOMERS]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        *((name.replace("<name>", "region"), True) for name in EGAIN_FOR_USERS.split(", ")),
        *((name.replace("<name>", "region"), True) for name in EGAIN_FOR_CUSTOMERS.split(", ")),
        ("created,originatingChannel", True),
        ("custom.first name,custom.Größe", True),
        ("all,all", True),
        *(
            (text, False)
            for text in ("", ",", "created,", ",created", "created, lastClosed", "Created", "custom.", "id")
        ),
    ],
)
def test_which_attributes_egain_takes(text: str, valid: bool) -> None:
    assert validator(egain_parameter("$attribute")["schema"]).is_valid(text) is valid


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("1001", True),
        ("1001,1002", True),
        ("1001,1001", True),
        (",".join(["7"] * 75), True),
        ("9" * 20_000, True),
        (",".join(["7"] * 76), False),
        ("9" * 20_001, False),
        *(
            (text, False)
            for text in ("", ",", "1001,", ",1001", "1,,2", "0", "007", "-1", "+1", "1.0", "x", "1 ", "1;2")
        ),
    ],
)
def test_which_ids_egain_takes(text: str, valid: bool) -> None:
    assert validator(egain_parameter("ids")["schema"]).is_valid(text) is valid


def test_the_words_of_egains_parameters_are_those_of_the_page() -> None:
    assert egain_parameter("Accept-Language")["schema"]["enum"] == EGAIN_LANGUAGES.split()
    assert egain_parameter("Accept-Language")["schema"]["default"] == "en-US"
    assert egain_parameter("$order")["schema"]["enum"] == ["asc", "desc"]
    sorts = validator(egain_parameter("$sort")["schema"])
    assert all(sorts.is_valid(name) for name in ("id", "department", "status", "customer", "custom.region"))
    assert not any(sorts.is_valid(name) for name in ("", "created", "custom.", "ID", "id,status"))
    names = [resolve(item)["name"] for item in egain()["parameters"]]
    assert sorted(names) == sorted(
        ["ids", "customer", "$attribute", "$order", "$sort", "Accept-Language", "X-egain-error-message"]
    )


def test_egain_answers_each_documented_status_in_both_media_types() -> None:
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
def test_what_an_error_of_egain_may_be(body: Any, valid: bool) -> None:
    assert validator({"$ref": "#/components/schemas/EgainError"}).is_valid(body) is valid


def test_egains_callers_are_those_of_the_page_and_a_session() -> None:
    schemes = [next(iter(rule)) for rule in egain()["security"]]
    assert schemes == ["EgainUserToken", "EgainClientToken", "EgainCustomerToken", "EgainSession"]
    described = TREE["components"]["securitySchemes"]
    assert [described[name]["type"] for name in schemes] == ["oauth2", "oauth2", "oauth2", "apiKey"]
    assert (described["EgainSession"]["in"], described["EgainSession"]["name"]) == ("header", "X-egain-session")
    actors = [described[name]["x-mock-credentials"]["claims"]["actor"] for name in schemes]
    assert actors == ["user", "client", "customer", "user"]


def test_no_two_schemes_of_egain_know_the_same_credential() -> None:
    described = TREE["components"]["securitySchemes"]
    names = [next(iter(rule)) for rule in egain()["security"]]
    values = [sample["value"] for name in names for sample in described[name]["x-mock-credentials"]["samples"]]
    assert len(set(values)) == len(values) >= 15


def test_the_apis_prefixes_cover_every_path() -> None:
    prefixes = [api["prefix"] for api in TREE["x-mock-apis"]]
    assert [path for path in TREE["paths"] if not any(path.startswith(f"{prefix}/") for prefix in prefixes)] == []
