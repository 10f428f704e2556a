"""eGain's rules with the bundled document: attributes, sorting, permissions, errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import contracts
from contracts.failures import FailureKind
from contracts.generation.language import language
from contracts.traffic.body_decoding import value_of
from mockserver.app import create_app
from mockserver.vendors.egain import ATTRIBUTES, CUSTOMER, ON_REQUEST, USER
from tests.mockserver.kit import Client, Reply, document, path_parameter, response

CONTRACT = contracts.load(Path(__file__).parents[3] / "openapi.yaml")
CASES = CONTRACT.schema("/components/schemas/EgainCases")
ERROR = CONTRACT.schema("/components/schemas/EgainError")
PLAY = Client(create_app(CONTRACT))

CALLERS = {
    "user": {"authorization": "Bearer egain_test_user"},
    "user's session": {"x-egain-session": "egain_session_user"},
    "client": {"authorization": "Bearer egain_test_client"},
    "customer": {"authorization": "Bearer egain_test_customer"},
    "customer's session": {"x-egain-session": "egain_session_customer"},
}
SUMMARY = {
    *("link", "activities", "department", "status", "lastModified", "lastModifiedBy", "dueDate", "owner", "customer"),
    *("severity", "subject", "id"),
}
CUSTOM = ("region", "contract")


def ask(ids: str = "1001", caller: str = "user", /, headers: dict[str, str] | None = None, **query: str) -> Reply:
    """Read cases; names of query parameters are given without ``$``."""
    text = "&".join(
        f"{name if name == 'customer' else f'%24{name}'}={quote(value, safe='')}" for name, value in query.items()
    )
    target = f"/egain/core/casemgr/v3/case/{ids}{f'?{text}' if text else ''}"
    return PLAY("GET", target, headers={**CALLERS[caller], **(headers or {})})


def cases(*args: Any, **more: Any) -> list[dict[str, Any]]:
    reply = ask(*args, **more)
    assert reply.status == 200, reply.body
    assert CASES.is_valid(reply.json)
    return list(reply.json["case"])


def refused(*args: Any, **more: Any) -> tuple[int, str, str]:
    """Status, code and message of an error."""
    reply = ask(*args, **more)
    assert ERROR.is_valid(reply.json)
    return reply.status, reply.json["code"], reply.json["developerMessage"]


# ---------------------------------------------------------------------- attributes

ASKED = st.lists(
    st.sampled_from([*dict.fromkeys([*ATTRIBUTES[USER], *ATTRIBUTES[CUSTOMER]]), "all", "custom.region", "custom.x"]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(CALLERS)), ASKED, st.integers(1, 400).map(str))
def test_the_summary_and_requested_attributes_are_returned(caller: str, asked: list[str], identifier: str) -> None:
    """For any caller and attributes: exactly these attributes, or an error if the caller may not see one."""
    allowed = {*ATTRIBUTES[CUSTOMER if "customer" in caller else USER], "all", "custom.region", "custom.x"}
    if not allowed.issuperset(asked):
        assert refused(identifier, caller, attribute=",".join(asked))[:2] == (400, "400-102")
        return
    (case,) = cases(identifier, caller, attribute=",".join(asked))
    every = "all" in asked
    shown = {name for name in allowed if name in ON_REQUEST and (every or name in asked)}
    custom = CUSTOM if every else tuple(name for name in CUSTOM if f"custom.{name}" in asked)
    expected = SUMMARY | shown | ({"customAttributes"} if custom else set())
    # Optional properties of a case: due date and date of closing.
    absent = expected - case.keys()
    assert case.keys() <= expected
    assert absent <= {"dueDate", *(["lastClosed"] if case["status"]["value"] == "open" else [])}
    if custom:
        assert [item["attribName"] for item in case["customAttributes"]["customAttribute"]] == [*custom]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(CALLERS)), ASKED, st.sampled_from(["en-US", "ja-JP", "ru-RU"]))
def test_xml_and_json_have_the_same_content(caller: str, asked: list[str], tag: str) -> None:
    one, two = (
        ask(
            "1017", caller, headers={"accept": f"application/{kind}", "accept-language": tag}, attribute=",".join(asked)
        )
        for kind in ("json", "xml")
    )
    assert one.status == two.status
    assert one.json == value_of(two.body, CASES if one.status == 200 else ERROR)


@pytest.mark.parametrize("caller", CALLERS)
def test_requested_attributes_change_nothing_else(caller: str) -> None:
    (plain,), (full,) = cases("1001", caller), cases("1001", caller, attribute="all")
    assert plain == {name: value for name, value in full.items() if name not in ON_REQUEST}


def test_attributes_depend_on_the_caller() -> None:
    for name in set(ATTRIBUTES[USER]) ^ set(ATTRIBUTES[CUSTOMER]):
        for caller in CALLERS:
            mine = name in ATTRIBUTES[CUSTOMER if "customer" in caller else USER]
            assert (ask("1001", caller, attribute=name).status == 200) is mine, (name, caller)


# ---------------------------------------------------------------------- sorting

SORTED = {
    "id": lambda case: int(case["id"]),
    "department": lambda case: case["department"]["name"],
    "status": lambda case: case["status"]["value"],
    "customer": lambda case: case["customer"]["customerName"],
    "custom.region": lambda case: case["customAttributes"]["customAttribute"][0]["attribValues"]["attribValue"][0][
        "value"
    ],
}
IDS = st.lists(st.integers(1, 10**12).map(str).filter(lambda text: text != "404"), min_size=1, max_size=20, unique=True)


@pytest.mark.parametrize("by", SORTED)
@settings(max_examples=15, deadline=None)
@given(IDS)
def test_cases_are_sorted(by: str, ids: list[str]) -> None:
    asked = cases(",".join(ids), attribute="custom.region")
    assert [case["id"] for case in asked] == ids
    for order in ("", "asc", "desc"):
        query = {"attribute": "custom.region", "sort": by} | ({"order": order} if order else {})
        assert cases(",".join(ids), **query) == sorted(asked, key=SORTED[by], reverse=order == "desc")


def test_very_long_ids_are_sorted_numerically() -> None:
    ids = ["2" * 5000, "7", "1" * 5000, "9" * 4999]
    assert [case["id"] for case in cases(",".join(ids), sort="id")] == ["7", ids[3], ids[2], ids[0]]


# ---------------------------------------------------------------------- permissions


def test_departments_of_a_user() -> None:
    scheme = next(
        use.scheme
        for operation in CONTRACT.operations
        for rule in operation.security
        for use in rule.uses
        if use.scheme.key == "EgainUserToken"
    )
    sample = next(sample for sample in scheme.credentials.samples if "departments" in sample.claims)
    limited = {"authorization": f"Bearer {sample.value}"}
    statuses = {ask(str(number), headers=limited).status for number in range(1000, 1120)}
    assert statuses == {200, 403}
    seen = next(str(number) for number in range(1000, 1120) if ask(str(number), headers=limited).status == 200)
    other = next(str(number) for number in range(1000, 1120) if ask(str(number), headers=limited).status == 403)
    assert refused(f"{seen},{other}", headers=limited)[:2] == (403, "403-105")
    assert refused(f"{seen},404", headers=limited)[:2] == (404, "404-100")
    assert refused(f"{other},404", headers=limited)[:2] == (403, "403-105")


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"order": "asc"}, "400-101", "'$order'"),
        ({"pagesize": "1", "rangestart": "2"}, "400-101", "'$pagesize,$rangestart'"),
        ({"customer": "2002"}, "400-101", "'customer'"),
        ({"sort": "subject"}, "400-102", "'id,department,status,customer,custom.<name>'"),
        ({"sort": "id", "order": "up"}, "400-102", "'asc,desc'"),
        ({"attribute": "unreadActivityCount"}, "400-102", "'all,created,createdBy,"),
    ],
)
def test_parameters_that_a_user_may_not_send(given: dict[str, str], code: str, said: str) -> None:
    status, told, message = refused("1001", **given)
    assert (status, told) == (400, code)
    assert said in message


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (",".join(["1"] * 76), "Limit exceeded. The allowed limit for 'ids' is '75'."),
        ("9" * 20_001, f"Invalid path parameter value: '{'9' * 200}'. Text of at most 20000 characters expected."),
        ("x" * 300, f"Invalid path parameter value: '{'x' * 200}'. Comma separated list of ids expected."),
    ],
    ids=["many", "long", "letters"],
)
def test_messages_about_ids_have_a_bounded_length(ids: str, message: str) -> None:
    assert refused(ids)[2] == message


# ---------------------------------------------------------------------- user messages


@pytest.mark.parametrize("tag", ["en-US", "fr-CA", "zh-CN", "sv-SE"])
def test_user_messages_are_localized(tag: str) -> None:
    wanted = {"x-egain-error-message": "yes", "accept-language": tag}
    texts = language(tag.replace("-", "_")).errors
    assert ask("404", headers=wanted).json["userMessage"] == texts[FailureKind.NOT_FOUND]
    assert ask("abc", headers=wanted).json["userMessage"] == texts[FailureKind.INVALID_PARAMETER]
    assert "userMessage" not in ask("404", headers={"accept-language": tag}).json
    root = ET.fromstring(ask("404", headers={**wanted, "accept": "application/xml"}).body)
    assert root.findtext("userMessage") == texts[FailureKind.NOT_FOUND]


def test_an_unsupported_language_gets_the_default_message() -> None:
    reply = ask(headers={"x-egain-error-message": "yes", "accept-language": "pl-PL"})
    assert reply.status == 406
    assert reply.json["userMessage"] == language("en_US").errors[FailureKind.NOT_ACCEPTABLE]


# ---------------------------------------------------------------------- other operations of the vendor


def test_other_operations_get_only_codes_and_messages() -> None:
    user = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    error = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
    get = {"parameters": [path_parameter("id")], "responses": {"200": response(user), "404": response(error)}}
    play = Client(
        create_app(document({"/users/{id}": {"get": get}}, **{"x-mock-apis": [{"name": "e", "vendor": "egain"}]}))
    )
    assert play("GET", "/users/7?any=1").json["id"] == "7"
    assert play("GET", "/users/404").json["code"] == "404-100"
