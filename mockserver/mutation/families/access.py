"""Mutants that protect some methods or credentials only, or confuse a lacking right with a missing item."""

from __future__ import annotations

from contracts.messages import Request, Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import CRASH
from mockserver.mutation.faults import AUTH_ERRORS
from mockserver.mutation.items import WRITE_ROLES
from mockserver.mutation.mutant import Call, MutantFamily, requires_auth, requires_scopes
from mockserver.mutation.requests import (
    all_identities,
    has_credential,
    headers_and_target,
    with_credentials,
    without_credentials,
)

FAMILY = MutantFamily("auth")

UNKNOWN_IDS = ("missing-1", "00000000-0000-0000-0000-000000000000", "404", "999999999")


def has_optional_auth(operation: Operation) -> bool:
    """Whether an operation accepts credentials but does not need them."""
    return any(rule.uses for rule in operation.security) and not all(rule.uses for rule in operation.security)


@FAMILY.fault(
    "auth-delete-open",
    "DELETE requires no credential",
    why="The framework registers the method by a separate decorator, below the one for authentication.",
    applies=lambda operation: requires_auth(operation) and operation.method == "DELETE",
)
async def delete_open(call: Call) -> Response:
    """Add a credential if it is missing."""
    if call.matched is None or has_credential(call.matched, call.request):
        return await call.forward()
    return await call.forward(with_credentials(call, call.request))


@FAMILY.fault(
    "auth-head-open",
    "HEAD requires no credential",
    why="The middleware has a list of methods, and HEAD is not in it.",
    applies=lambda operation: requires_auth(operation) and operation.method == "GET",
)
async def head_open(call: Call) -> Response:
    """Add a credential to HEAD requests."""
    return await call.forward(with_credentials(call, call.request) if call.is_head else None)


@FAMILY.fault(
    "auth-expired-update",
    "an expired credential is accepted by updates only",
    why="Updates verify the token in a handler of their own, which does not check its age.",
    applies=lambda operation: (
        requires_auth(operation) and operation.resource is not None and operation.resource.role in WRITE_ROLES
    ),
)
async def expired_update(call: Call) -> Response:
    """Accept the documented samples of invalid credentials for updates."""
    response = await call.forward()
    if response.status not in AUTH_ERRORS or call.role not in WRITE_ROLES or call.operation is None:
        return response
    sent = headers_and_target(call.request)
    schemes = call.contract.security_schemes.values()
    samples = (sample for scheme in schemes for sample in scheme.credentials.samples)
    expired = any(not sample.accepted and sample.value in sent for sample in samples)
    bare = without_credentials(call.operation, call.request)
    return await call.forward(with_credentials(call, bare)) if expired else response


@FAMILY.fault(
    "scope-denied-as-missing",
    "404 for a credential that lacks the scope of a write, although the same credential may read the item",
    why="Items are selected by the rights of the user, and an empty result is 404.",
    applies=lambda operation: requires_scopes(operation) and operation.documents(403) and operation.documents(404),
)
async def scope_denied_as_missing(call: Call) -> Response:
    """Replace 403 by the documented 404 if the credential may read the item."""
    response = await call.forward()
    if response.status != 403 or call.matched is None or call.request.method == "GET":
        return response
    read = await call.forward(Request("GET", call.path, call.request.without("content-type").headers))
    if not read.is_success:
        return response
    parent = call.path.rpartition("/")[0]
    for identifier in UNKNOWN_IDS:
        bare = without_credentials(call.matched, call.request)
        request = Request(call.request.method, f"{parent}/{identifier}", bare.headers, bare.body)
        missing = await call.forward(with_credentials(call, request))
        if missing.status == 404:
            return missing
    return response


@FAMILY.fault(
    "optional-key-wrong-taken",
    "an invalid credential counts as none where authentication is optional, although 401 is documented",
    why="The exception of the verification is caught, and the user stays anonymous.",
    applies=lambda operation: has_optional_auth(operation) and operation.documents(401),
)
async def optional_key_wrong_taken(call: Call) -> Response:
    """Repeat a request that got 401 without its credential."""
    response = await call.forward()
    if response.status != 401 or call.matched is None:
        return response
    return await call.forward(without_credentials(call.matched, call.request))


@FAMILY.fault(
    "optional-key-wrong-crashes",
    "500 for an invalid credential where authentication is optional",
    why="Only requests without a credential and with a valid one were tested.",
    applies=has_optional_auth,
)
async def optional_key_wrong_crashes(call: Call) -> Response:
    """Return 500 for a credential that is not one of the accepted ones."""
    response = await call.forward()
    if call.matched is None or call.is_head or not has_credential(call.matched, call.request):
        return response
    sent = headers_and_target(call.request)
    accepted = any(one.accepted and one.secret in sent for one in all_identities(call.contract))
    is_basic = "basic " in (call.request.header("authorization") or "").lower()
    return response if accepted or is_basic else CRASH


@FAMILY.fault(
    "optional-key-required",
    "401 without a credential although authentication is optional",
    why="The decorator that requires authentication was added to all handlers of the module.",
    applies=has_optional_auth,
)
async def optional_key_required(call: Call) -> Response:
    """Return 401 without a credential."""
    if call.matched is None or call.is_head or has_credential(call.matched, call.request):
        return await call.forward()
    return Response(401, (("content-length", "0"), ("www-authenticate", "Bearer")))
