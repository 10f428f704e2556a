"""Contract tests for pytest: one test for each operation of a document.

>>> @contracts.parametrize("openapi.yaml")
... def test_contract(operation_test):
...     operation_test.run(app=app)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.conformance.credentials import (
    parse_identity,
    public_credentials,
    require_known_schemes,
    secret_references,
    secret_strings,
)
from contracts.conformance.faults import group_findings
from contracts.conformance.given_headers import header_secrets, parse_headers
from contracts.conformance.grading import Grading
from contracts.conformance.selection import excluded_operations, parse_selector, select_operations
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.errors import SubjectError, render
from contracts.findings import Finding
from contracts.lint.severities import at_least
from contracts.reports.report import escaped, masked
from contracts.reports.text import render_finding
from contracts.run_result import Run
from contracts.spec.compile import compile_contract
from contracts.spec.load import load_document
from contracts.spec.model import Contract, Operation
from contracts.transports.app_loader import of_application
from contracts.transports.network import over_http
from contracts.transports.transport import Transport

ARGUMENT = "operation_test"

OUTSIDE = "outside"
"""Id of the test for requests that match no operation: unknown routes and undocumented methods."""


class ContractError(AssertionError):
    """An implementation violates its contract.

    :ivar findings: the violations; empty if there was nothing to test.
    """

    def __init__(self, text: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(text)
        self.findings = findings


def parametrize(
    spec: str | os.PathLike[str] | Mapping[str, Any],
    *,
    api: str = "",
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Parametrize a test function with one test for each operation, and one for requests that match no operation.

    The function gets the argument ``operation_test``, an :class:`OperationTest`. The ids are those of the operations.

    :param spec: the document, as for :func:`contracts.load`.
    :param api: one API of the document; the implementation serves it at its native paths, without the prefix.
    :param include: test only operations by ``tag:``, ``path:``, ``method:`` or ``operation:``, as on the command line.
    :param exclude: skip these operations.
    :raises DocumentError: for an invalid document.
    :raises UsageError: for an unknown API or a selector that matches nothing.
    """
    import pytest  # noqa: PLC0415 (not a dependency of casemock)

    contract = compile_contract(load_document(spec))
    wanted = [parse_selector(text, "include") for text in include]
    excluded = [parse_selector(text, "exclude") for text in exclude]
    operations = select_operations(contract, api, wanted, excluded)
    unsent = excluded_operations(contract, excluded)
    subject = _Shared(contract, tuple(one.id for one in operations), unsent, native=bool(api))
    tests = [OperationTest(one.id, _family(one, operations), subject) for one in operations]
    tests.append(OperationTest(OUTSIDE, tests[0].family, subject))
    return pytest.mark.parametrize(ARGUMENT, tests, ids=[test.id for test in tests])


def _family(operation: Operation, operations: Iterable[Operation]) -> tuple[str, ...]:
    """Return the ids of the operations of a resource; they are tested together, as one reads what another writes."""
    key = operation.resource.collection if operation.resource else operation.path
    return tuple(one.id for one in operations if (one.resource.collection if one.resource else one.path) == key)


@dataclass
class _Shared:
    """State shared by the tests of a decorator, so that each resource is tested once."""

    contract: Contract
    operations: tuple[str, ...]
    excluded: tuple[str, ...]
    native: bool
    runs: list[tuple[Any, Run]] = field(default_factory=list)


@dataclass(frozen=True)
class OperationTest:
    """The contract test of an operation.

    :param id: the operation id, or ``outside``.
    :param family: ids of the operations that are tested with it, which are those of the same resource.
    """

    id: str
    family: tuple[str, ...] = field(repr=False)
    _shared: _Shared = field(repr=False)

    @property
    def operation(self) -> Operation | None:
        """The operation; ``None`` for the test ``outside``."""
        return self._shared.contract.operation(self.id)

    def run(self, *, app: Any = None, url: str = "", **settings: Any) -> None:
        """Run the test, and fail if the implementation violates the contract.

        Hints, such as known behavior of frameworks, do not fail the test.

        The arguments are those of :meth:`findings`.

        :raises ContractError: with all findings about this operation.
        """
        __tracebackhide__ = True
        found = self.findings(app=app, url=url, **settings)
        if any(at_least(one.severity, Grading.fails_at) for one in found):
            known = [parse_identity(text, os.environ) for text in settings.get("identities", ())]
            headers = header_secrets(parse_headers(settings.get("headers", ()), os.environ))
            secrets, references = (*secret_strings(known), *headers), secret_references(known)
            public = public_credentials(self._shared.contract)
            run = Run("", "", "", group_findings(found), secrets=secrets, references=references, public=public)
            run = escaped(masked(run))
            texts = [_headline(self.id, run.findings), *(render_finding(one, "$URL") for one in run.findings)]
            raise ContractError("\n\n".join(texts), found)

    def findings(
        self,
        *,
        app: Any = None,
        url: str = "",
        identities: Iterable[str] = (),
        known: Mapping[str, str | Iterable[str]] | None = None,
        seed: int = 1,
        fast: bool = False,
        max_examples: int | None = None,
        phases: Iterable[str] | None = None,
        verify: bool = True,
        headers: Iterable[str] = (),
        read_only: bool = False,
        no_delete: bool = False,
        allow_destructive: bool = False,
    ) -> tuple[Finding, ...]:
        """Run the test, and return the findings about this operation.

        The operations of a resource are tested together, once for the same application or URL and settings.

        :param app: an ASGI or WSGI application, called in this process; or pass ``url``.
        :param url: base URL of a server.
        :param identities: credentials, each ``NAME[@SCHEME]=TOKEN[:scope,scope]``; by default, the documented ones.
        :param known: existing values, by path parameter.
        :param seed: the same seed sends the same requests.
        :param fast: send fewer requests.
        :param max_examples: number of generated requests per operation.
        :param phases: some of ``examples``, ``coverage``, ``fuzzing``, ``stateful``; empty for built-in checks only.
        :param verify: whether to verify the TLS certificate of the server.
        :param headers: headers of every request, each ``Name: value``.
        :param read_only: send only requests that do not change data.
        :param no_delete: send no requests that delete.
        :param allow_destructive: also delete what the test did not create.
        :raises ContractError: if there is nothing to test.
        """
        __tracebackhide__ = True
        plan = SessionPlan(
            seed=seed,
            identities=require_known_schemes(
                (parse_identity(text, os.environ) for text in identities), self._shared.contract
            ),
            known={name: (one,) if isinstance(one, str) else tuple(one) for name, one in (known or {}).items()},
            operations=self.family,
            excluded=self._shared.excluded,
            native=self._shared.native,
            fast=fast,
            read_only=read_only,
            no_delete=no_delete,
            allow_destructive=allow_destructive,
            headers=parse_headers(headers, os.environ),
        )
        options = ContractTestOptions(
            phases=None if phases is None else tuple(phases), max_examples=max_examples, fast=fast
        )
        run = self._run(app, url, verify, plan, options)
        wanted = "" if self.id == OUTSIDE else self.id
        return tuple(one for one in run.findings if one.evidence is not None and one.evidence.operation == wanted)

    def _run(self, app: Any, url: str, verify: bool, plan: SessionPlan, options: ContractTestOptions) -> Run:
        __tracebackhide__ = True
        if (app is None) is (not url):
            raise TypeError("run() requires either app or url")
        key = (app, url, verify, plan, options)
        for known, run in self._shared.runs:
            # Applications may define equality: compare them by identity.
            if known[0] is app and known[1:] == key[1:]:
                return run
        transport = of_application(app) if app is not None else over_http(url, verify=verify)
        run = _run_test(Session(self._shared.contract, transport, plan), transport, options)
        self._shared.runs.append((key, run))
        return run


def _run_test(session: Session, transport: Transport, options: ContractTestOptions) -> Run:
    __tracebackhide__ = True
    test = ContractTestRun(session, options)
    try:
        for _ in test.run():
            pass
    except SubjectError as error:
        raise ContractError(render(error)) from None
    finally:
        transport.close()
    if test.crashes:
        raise ContractError("internal error in the contract test:\n" + "\n".join(test.crashes))
    return Grading().apply(test.result(), session.contract)


def _headline(name: str, found: tuple[Finding, ...]) -> str:
    return f"{name} violates its contract: {len(found)} finding{'s' * (len(found) > 1)}"
