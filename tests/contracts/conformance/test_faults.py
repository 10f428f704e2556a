"""Grouping of findings: one per fault, whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.conformance.causes import MAY_NOT_EXIST, NO_ALLOW
from contracts.conformance.faults import TABLE, fault_of, group_findings, subject_of
from contracts.findings import Evidence, Finding, Location, Severity
from contracts.messages import Request, Response

OPERATIONS = ("listPets", "getPet", "addPet", "listUsers")


def found(
    rule: str,
    operation: str = "listPets",
    cause: str = "",
    *,
    status: int = 200,
    target: str = "/pets",
    severity: Severity = Severity.ERROR,
    message: str = "",
) -> Finding:
    """Return a finding about an operation."""
    evidence = Evidence(operation, (Request("GET", target),), Response(status), "x", "y")
    text = message or f"{operation}: {cause}"
    return Finding(rule, severity, Location("a.yaml"), text, evidence=evidence, cause=cause)


def test_several_rules_about_one_fault() -> None:
    cause = "status 422 is not documented"
    (one,) = group_findings(
        [
            found("undocumented-status", cause=cause, status=422),
            found("error-envelope/status", cause=cause, status=422),
            found("protocol-status", cause=cause, status=422),
        ],
        OPERATIONS,
    )
    assert one.rule == "protocol-status"
    assert one.also == ("error-envelope/status", "undocumented-status")
    assert one.touches == ()
    assert one.message == "listPets: status 422 is not documented"


def test_one_cause_at_several_operations() -> None:
    findings = [
        found("protocol-allow", operation, NO_ALLOW, target="/" + "x" * (9 - number))
        for number, operation in enumerate(OPERATIONS)
    ]
    (one,) = group_findings([*findings, found("unsupported-method", "getPet", NO_ALLOW)], OPERATIONS)
    assert one.message == "4 operations: 405 without Allow"
    assert one.touches == OPERATIONS
    assert one.also == ("unsupported-method",)
    assert one.evidence is not None
    assert one.evidence.operation == "listUsers", "the evidence is the smallest one"


@pytest.mark.parametrize(
    ("causes", "number"),
    [
        (("the body violates /components/schemas/Pet/required 'id'",) * 2, 1),
        (("the body violates /components/schemas/Pet/required 'id'", "the body violates /a/required 'id'"), 2),
    ],
)
def test_bodies_are_grouped_by_the_violated_keyword(causes: tuple[str, str], number: int) -> None:
    findings = [found("protocol-content/body", "listPets", causes[0]), found("response-body", "getPet", causes[1])]
    assert len(group_findings(findings, OPERATIONS)) == number


def test_server_errors_are_grouped_by_the_input() -> None:
    findings = [
        found("hostile-input", "getPet", "the server fails for a null byte in the path parameter petId", status=500),
        found("hostile-input", "listUsers", "the server fails for a null byte in the path parameter name", status=500),
        found("hostile-input", "listUsers", "the server fails for a lone surrogate in the body", status=500),
        found("server-error", "listUsers", "fails with a server error", status=500),
    ]
    groups = group_findings(findings, OPERATIONS)
    assert sorted(one.message for one in groups) == [
        "2 operations: the server fails for a null byte in the path parameter",
        "listUsers: the server fails for a lone surrogate in the body",
    ]
    assert {rule for one in groups for rule in one.also} == {"server-error"}


def test_a_failing_valid_request_is_the_cause_of_all_server_errors_of_its_operation() -> None:
    findings = [
        found("hostile-input", "getPet", "the server fails for quotes in the body", status=500),
        found("protocol-status", "getPet", "a valid request: the response is 500", status=500),
        found("protocol-status", "addPet", "a valid request: the response is 500", status=500),
    ]
    one, other = group_findings(findings, OPERATIONS)
    assert (one.rule, one.also) == ("protocol-status", ("hostile-input",))
    assert other.touches == (), "the operations may fail for different reasons"


def test_different_parameters_are_different_faults() -> None:
    findings = [
        found("error-envelope/accepted", cause="with a word in query parameter limit: the invalid request is accepted"),
        found("invalid-accepted", cause="accepts an invalid request: query parameter limit"),
        found("invalid-accepted", cause="accepts an invalid request: query parameter offset"),
    ]
    one, other = group_findings(findings, OPERATIONS)
    assert (one.rule, one.also) == ("error-envelope/accepted", ("invalid-accepted",))
    assert other.rule == "invalid-accepted"


def test_missing_authentication_is_one_fault_and_missing_authorization_another() -> None:
    anonymous, unknown, scopes = (
        f"with {credential}: an insufficient credential is accepted"
        for credential in ("no credential", "a malformed credential for key", "the credential a, which lacks b")
    )
    groups = group_findings([found("scopes/let-in", "getPet", cause) for cause in (scopes, unknown, anonymous)])
    assert len(groups) == 1
    assert len(group_findings([found("scopes/let-in", "getPet", scopes), found("scopes/let-in", "x", unknown)])) == 2


def test_state_of_different_operations_is_not_grouped() -> None:
    findings = [found("read-after-write/not-kept", one, "a read after PATCH") for one in OPERATIONS]
    assert len(group_findings(findings, OPERATIONS)) == len(OPERATIONS)


def test_the_most_severe_finding_counts() -> None:
    findings = [
        found("protocol-challenge", "getPet", "401 without WWW-Authenticate", severity=Severity.HINT),
        found("protocol-challenge", "addPet", "401 without WWW-Authenticate", severity=Severity.WARNING),
    ]
    (one,) = group_findings(findings, OPERATIONS)
    assert one.severity is Severity.WARNING


def test_findings_without_evidence() -> None:
    single = Finding("coverage", Severity.ERROR, Location("a.yaml"), "getPet: no request succeeded")
    assert group_findings([single, single]) == (single,)


@pytest.mark.parametrize(
    ("cause", "subject"),
    [
        ("with a word instead of a number in query parameter limit: accepted", "limit"),
        ("with a string above maxLength (name): the invalid request is accepted", "name"),
        ("name of 51 characters: beyond the limit, but accepted", "name"),
        ("the body violates /components/schemas/Pet/properties/name/maxLength, but is accepted", "name"),
        ("the body violates /components/schemas/Pet/required 'name', but is accepted", "name"),
        ("accepts a request without the required body", "body"),
        ("with no body: the invalid request is accepted", "body"),
        ("fails with a server error", ""),
    ],
)
def test_subjects(cause: str, subject: str) -> None:
    assert subject_of(cause) == subject


def test_every_rule_of_the_table_exists() -> None:
    from contracts.conformance.checks.registry import all_checks
    from contracts.fuzzing.failure_classification import RULES

    known = {check.id for check in all_checks()} | set(RULES.values()) | {"no-answer"}
    assert {row.rule.partition("/")[0] for row in TABLE} <= known


CAUSES = (
    NO_ALLOW,
    "status 422 is not documented",
    "the server fails for quotes in the body",
    "fails with a server error",
    "with a word in query parameter limit: the invalid request is accepted",
    "accepts an invalid request: query parameter limit",
    "with a malformed credential for key: an insufficient credential is accepted",
)

FINDINGS = st.builds(
    found,
    st.sampled_from(sorted({row.rule for row in TABLE} | {"pagination/lost"})),
    st.sampled_from([*OPERATIONS, ""]),
    st.sampled_from(CAUSES),
    status=st.sampled_from([200, 405, 422, 500]),
    target=st.sampled_from(["/a", "/b", "/long"]),
)


@given(st.data(), st.lists(FINDINGS, max_size=12))
def test_the_order_of_arrival_makes_no_difference(data: st.DataObject, findings: Sequence[Finding]) -> None:
    shuffled = data.draw(st.permutations(findings))
    groups = group_findings(findings, OPERATIONS)
    assert groups == group_findings(shuffled, OPERATIONS)
    rules = {one.rule for one in findings}
    assert {rule for one in groups for rule in (one.rule, *one.also)} == rules
    operations = {one.evidence.operation for one in findings if one.evidence}
    named = {name for one in groups if one.evidence for name in (one.evidence.operation, *one.touches)}
    assert named == operations


@given(st.lists(FINDINGS, max_size=12))
def test_groups_of_one_kind_have_different_causes(findings: Sequence[Finding]) -> None:
    groups = group_findings(findings, OPERATIONS)
    keys = [(fault_of(one), one.evidence and one.evidence.operation, one.touches) for one in groups]
    assert len({(key[0].kind, key[0].cause, *key[1:]) for key in keys}) == len(groups)


def test_an_undocumented_refusal_is_about_the_status_code() -> None:
    cause = "status 400 is not documented"
    (one,) = group_findings(
        [
            found("valid-refused", "getPet", cause, status=400, message="getPet: rejects a valid request"),
            found("undocumented-status", "listPets", cause, status=400),
            found("undocumented-status", "getPet", cause, status=400),
        ],
        OPERATIONS,
    )
    assert one.rule == "undocumented-status"
    assert one.also == ("valid-refused",)
    assert one.touches == ("listPets", "getPet")


def test_a_failure_for_an_unknown_id_is_one_fault() -> None:
    (one,) = group_findings(
        [
            found(
                "error-envelope/failure", "getPet", "with unknown id missing-1: the server fails with 500", status=500
            ),
            found("protocol-status", "getPet", f"{MAY_NOT_EXIST}: the response is 500", status=500),
            found("server-error", "getPet", "fails with a server error", status=500),
        ],
        OPERATIONS,
    )
    assert one.rule == "error-envelope/failure"
    assert one.also == ("protocol-status", "server-error")
