"""Mutants that accept wrong credentials, reject right ones, or ignore scopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import CRASH, parse_json, with_json
from mockserver.mutation.faults import AUTH_ERRORS
from mockserver.mutation.mutant import Call, Condition, MutantFamily, requires_auth, requires_scopes
from mockserver.mutation.requests import (
    all_identities,
    has_credential,
    has_credential_for,
    headers_and_target,
    with_credentials,
    without_credentials,
)

FAMILY = MutantFamily("auth")


def _accepting(
    mutant_id: str, title: str, *, why: str, applies: Condition = requires_auth
) -> Callable[[Callable[[Call, Response], bool]], Callable[[Call, Response], bool]]:
    """Decorate a condition on rejected requests that the mutant accepts."""

    def declare(is_accepted: Callable[[Call, Response], bool]) -> Callable[[Call, Response], bool]:
        async def fault(call: Call) -> Response:
            response = await call.forward()
            if response.status not in AUTH_ERRORS or call.wrong_method or not is_accepted(call, response):
                return response
            return await call.forward(with_credentials(call, call.request))

        FAMILY.add(mutant_id, title, why=why, applies=applies, make_fault=lambda: fault)
        return is_accepted

    return declare


def _rejecting(
    mutant_id: str, title: str, *, why: str, applies: Condition = requires_auth
) -> Callable[[Callable[[Call, Operation], bool]], Callable[[Call, Operation], bool]]:
    """Decorate a condition on requests that the mutant sends without their credentials."""

    def declare(is_rejected: Callable[[Call, Operation], bool]) -> Callable[[Call, Operation], bool]:
        async def fault(call: Call) -> Response:
            operation = call.matched
            if operation is None or not is_rejected(call, operation):
                return await call.forward()
            return await call.forward(without_credentials(operation, call.request))

        FAMILY.add(mutant_id, title, why=why, applies=applies, make_fault=lambda: fault)
        return is_rejected

    return declare


@FAMILY.fault(
    "auth-absent-crash",
    "500 for a request without a credential",
    why="The handler assumes that the header is present.",
    applies=requires_auth,
)
async def absent_crash(call: Call) -> Response:
    """Return 500 without a credential."""
    operation = call.matched
    if operation is None or call.is_head or has_credential(operation, call.request):
        return await call.forward()
    return CRASH


@_rejecting(
    "auth-alternative-refused",
    "only the first of several alternative security schemes is accepted",
    why="The newer scheme was documented before it was implemented.",
    applies=lambda operation: len(operation.security) > 1 and all(rule.uses for rule in operation.security),
)
def alternative_refused(call: Call, operation: Operation) -> bool:
    """Reject requests without a credential for the first scheme."""
    return not all(has_credential_for(use.scheme, call.request) for use in operation.security[0].uses)


@_accepting(
    "auth-any-token",
    "every credential is accepted, including malformed ones",
    why="The token is decoded without verification of its signature.",
)
def any_token(call: Call, _response: Response) -> bool:
    """Accept every credential."""
    return call.operation is not None and has_credential(call.operation, call.request)


@_rejecting(
    "auth-everybody-refused",
    "a valid credential is rejected",
    why="A key was rotated, or the configured audience is misspelt.",
)
def everybody_refused(_call: Call, _operation: Operation) -> bool:
    """Reject every request."""
    return True


@_accepting(
    "auth-expired",
    "an expired credential is accepted",
    why="Former users keep their access.",
)
def expired(call: Call, _response: Response) -> bool:
    """Accept the documented samples of invalid credentials."""
    sent = headers_and_target(call.request)
    schemes = call.contract.security_schemes.values()
    samples = (sample for scheme in schemes for sample in scheme.credentials.samples)
    return any(not sample.accepted and sample.value in sent for sample in samples)


@_accepting(
    "auth-ignored",
    "credentials are neither required nor verified",
    why="The decorator that requires authentication is missing.",
)
def ignored(_call: Call, _response: Response) -> bool:
    """Accept every request."""
    return True


@FAMILY.transform(
    "auth-malformed-undocumented",
    "an invalid credential returns an undocumented status code",
    why="Clients handle only the documented status codes.",
    applies=requires_auth,
)
def malformed_undocumented(call: Call, operation: Operation, response: Response) -> Response:
    """Replace 401 by 418 if that is not documented."""
    invalid = response.status == 401 and has_credential(operation, call.request)
    return replace(response, status=418) if invalid and operation.response(418) is None else response


@FAMILY.fault(
    "auth-optional",
    "a request without a credential is accepted",
    why="The credential is verified only if it is present.",
    applies=requires_auth,
)
async def optional(call: Call) -> Response:
    """Add a credential if it is missing."""
    if call.matched is None or has_credential(call.matched, call.request):
        return await call.forward()
    return await call.forward(with_credentials(call, call.request))


@_accepting(
    "auth-prefix",
    "a valid credential followed by other characters is accepted",
    why="Only as many characters are compared as the valid credential has.",
)
def prefix(call: Call, _response: Response) -> bool:
    """Accept requests that contain a valid credential."""
    sent = headers_and_target(call.request)
    identities = all_identities(call.contract)
    return any(one.accepted and one.scopes is None and one.secret in sent for one in identities)


@FAMILY.fault(
    "auth-scheme-word",
    "a bearer token is accepted without 'Bearer' or with another scheme name",
    why="The header is split at its space and only the last part is used.",
    applies=lambda operation: (
        requires_auth(operation)
        and any(
            use.scheme.scheme == "bearer" or use.scheme.type == "oauth2"
            for rule in operation.security
            for use in rule.uses
        )
    ),
)
async def scheme_word(call: Call) -> Response:
    """Repeat a rejected request with the scheme name 'Bearer'."""
    response = await call.forward()
    word, _, token = (call.request.header("authorization") or "").partition(" ")
    if response.status not in AUTH_ERRORS or call.wrong_method or word.lower() == "bearer":
        return response
    secret = token or word
    return await call.forward(call.request.with_header("authorization", f"Bearer {secret}")) if secret else response


@_rejecting(
    "auth-word-case",
    "'bearer' is rejected where 'Bearer' is accepted",
    why="The handler calls startswith('Bearer '), although scheme names are case-insensitive (RFC 9110, section 11.1).",
)
def word_case(call: Call, _operation: Operation) -> bool:
    """Reject scheme names that are not capitalised."""
    word = (call.request.header("authorization") or "").partition(" ")[0]
    return word != word.capitalize()


@_accepting(
    "auth-writes-open",
    "operations that write require no credential",
    why="The middleware has an incomplete list of methods.",
    applies=lambda operation: requires_auth(operation) and operation.method != "GET",
)
def writes_open(_call: Call, _response: Response) -> bool:
    """Accept every write."""
    return True


@FAMILY.fault(
    "scope-all-refused",
    "403 for a credential with every scope",
    why="The name of the scope is misspelt in the check.",
    applies=requires_scopes,
)
async def scope_all_refused(call: Call) -> Response:
    """Replace success responses by the documented 403."""
    response = await call.forward()
    if not response.is_success or call.matched is None or call.is_head:
        return response
    documented = call.matched.response(403)
    media = documented.content[0] if documented and documented.content else None
    example = media.example() if media else None
    wrong = with_json(response, example.value if example else parse_json(response))
    return Response(403, wrong.headers, wrong.body)


@_accepting(
    "scope-ignored",
    "a credential that lacks the scope is accepted",
    why="Authentication was implemented before authorisation.",
    applies=requires_scopes,
)
def scope_ignored(call: Call, _response: Response) -> bool:
    """Accept every valid credential."""
    sent = headers_and_target(call.request)
    return any(one.accepted and one.secret in sent for one in all_identities(call.contract))


@_accepting(
    "scope-of-another",
    "the scope of another operation is sufficient",
    why="Copied handlers check the wrong scope, so read access is enough to write.",
    applies=requires_scopes,
)
def scope_of_another(call: Call, response: Response) -> bool:
    """Accept credentials with a scope of another operation of the API."""
    if response.status != 403 or call.operation is None:
        return False
    sent = headers_and_target(call.request)
    granted = {scope for one in all_identities(call.contract) if one.secret in sent for scope in one.scopes or ()}
    return bool(granted & _scopes_of_others(call, call.operation))


def _scopes_of_others(call: Call, operation: Operation) -> set[str]:
    others = (one for one in call.contract.operations if one.api == operation.api and one is not operation)
    return {scope for one in others for rule in one.security for use in rule.uses for scope in use.scopes}
