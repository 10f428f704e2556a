"""Contract tests as tests of pytest: one for each operation of a document.

>>> @contracts.parametrize("openapi.yaml")
... def test_contract(operation_test):
...     operation_test.run(app=app)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.errors import SubjectError, render
from contracts.findings import Finding
from contracts.outcome import Run
from contracts.probe.given import identity, of_known_schemes
from contracts.probe.identities import written
from contracts.probe.selection import selected, selector
from contracts.probe.session import Plan, Session
from contracts.reports.report import hidden
from contracts.reports.text import render_finding
from contracts.spec.compile import compile_contract
from contracts.spec.load import load_document
from contracts.spec.model import Contract, Operation
from contracts.test import ContractTest, Options
from contracts.transports.named import of_application
from contracts.transports.network import over_http
from contracts.transports.transport import Transport

ARGUMENT = "operation_test"

OUTSIDE = "outside"
"""Id of the one test of what lies outside of all operations: unknown routes, methods that no operation has."""


class ContractError(AssertionError):
    """An implementation that does not keep to its contract.

    :ivar findings: what is wrong; empty where there was nothing that could be tested.
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
    """Make of a test function one test for each operation, and one for what lies outside of all operations.

    The function takes ``operation_test``, an :class:`OperationTest`. Ids are those of the operations.

    :param spec: the document, as for :func:`contracts.load`.
    :param api: one API of the document; its implementation serves the vendor's own paths, without the prefix.
    :param include: only operations by ``tag:``, ``path:``, ``method:`` or ``operation:``, as on the command line.
    :param exclude: all but these.
    :raises DocumentError: for a document that cannot be used.
    :raises UsageError: for an API or a selector that fits nothing.
    """
    import pytest  # noqa: PLC0415 (no dependency of ours: whoever decorates a test has it)

    contract = compile_contract(load_document(spec))
    wanted = [selector(text, "include") for text in include]
    unwanted = [selector(text, "exclude") for text in exclude]
    operations = selected(contract, api, wanted, unwanted)
    subject = _Shared(contract, tuple(one.id for one in operations), bool(api))
    tests = [OperationTest(one.id, _family(one, operations), subject) for one in operations]
    tests.append(OperationTest(OUTSIDE, tests[0].family, subject))
    return pytest.mark.parametrize(ARGUMENT, tests, ids=[test.id for test in tests])


def _family(operation: Operation, operations: Iterable[Operation]) -> tuple[str, ...]:
    """The operations of one resource: what one of them writes is read by another, so they are tested together."""
    key = operation.resource.collection if operation.resource else operation.path
    return tuple(one.id for one in operations if (one.resource.collection if one.resource else one.path) == key)


@dataclass
class _Shared:
    """What the tests of one decorator share: a resource is tested once, whichever of its operations comes first."""

    contract: Contract
    operations: tuple[str, ...]
    native: bool
    runs: list[tuple[Any, Run]] = field(default_factory=list)


@dataclass(frozen=True)
class OperationTest:
    """The contract test of one operation.

    :param id: of the operation, or ``outside``.
    :param family: the operations that are tested with it, those of the same resource.
    """

    id: str
    family: tuple[str, ...] = field(repr=False)
    _shared: _Shared = field(repr=False)

    @property
    def operation(self) -> Operation | None:
        """The operation; ``None`` for what lies outside of all operations."""
        return self._shared.contract.operation(self.id)

    def run(self, *, app: Any = None, url: str = "", **settings: Any) -> None:
        """Test, and fail where the implementation does not keep to the contract.

        The arguments are those of :meth:`findings`.

        :raises ContractError: with every finding of this operation.
        """
        __tracebackhide__ = True
        found = self.findings(app=app, url=url, **settings)
        if found:
            secrets = written(identity(text, os.environ) for text in settings.get("identities", ()))
            texts = [_headline(self.id, found), *(render_finding(one, "$URL") for one in found)]
            raise ContractError(hidden("\n\n".join(texts), secrets), found)

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
    ) -> tuple[Finding, ...]:
        """Test, and give what is wrong.

        The operations of a resource are tested together, once for the same subject and settings.

        :param app: an ASGI or WSGI application, called in this process; or ``url``.
        :param url: base URL of a server.
        :param identities: ``NAME[@SCHEME]=TOKEN[:scope,scope]`` each; none: the credentials that the document names.
        :param known: values that exist, by path parameter.
        :param seed: the same number sends the same requests.
        :param fast: fewer requests of everything.
        :param max_examples: generated requests for each operation.
        :param phases: of ``examples``, ``coverage``, ``fuzzing``, ``stateful``; empty: our checks only.
        :param verify: whether a server's certificate must hold.
        :raises ContractError: where there is nothing that can be tested.
        """
        __tracebackhide__ = True
        plan = Plan(
            seed=seed,
            identities=of_known_schemes((identity(text, os.environ) for text in identities), self._shared.contract),
            known={name: (one,) if isinstance(one, str) else tuple(one) for name, one in (known or {}).items()},
            operations=self.family,
            native=self._shared.native,
            fast=fast,
        )
        options = Options(phases=None if phases is None else tuple(phases), max_examples=max_examples, fast=fast)
        run = self._run(app, url, verify, plan, options)
        wanted = "" if self.id == OUTSIDE else self.id
        return tuple(one for one in run.findings if one.evidence is not None and one.evidence.operation == wanted)

    def _run(self, app: Any, url: str, verify: bool, plan: Plan, options: Options) -> Run:
        __tracebackhide__ = True
        if (app is None) is (not url):
            raise TypeError("run() takes either app or url")
        key = (app, url, verify, plan, options)
        for known, run in self._shared.runs:
            # An application may define equality as it likes: it is known by its identity.
            if known[0] is app and known[1:] == key[1:]:
                return run
        transport = of_application(app) if app is not None else over_http(url, verify=verify)
        run = _tested(Session(self._shared.contract, transport, plan), transport, options)
        self._shared.runs.append((key, run))
        return run


def _tested(session: Session, transport: Transport, options: Options) -> Run:
    __tracebackhide__ = True
    test = ContractTest(session, options)
    try:
        for _ in test.run():
            pass
    except SubjectError as error:
        raise ContractError(render(error)) from None
    finally:
        transport.close()
    if test.crashes:
        raise ContractError("the contract test itself failed:\n" + "\n".join(test.crashes))
    return test.result()


def _headline(name: str, found: tuple[Finding, ...]) -> str:
    return f"{name} does not keep to its contract: {len(found)} finding{'s' * (len(found) > 1)}"
