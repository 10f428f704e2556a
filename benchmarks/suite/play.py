"""Play scenarios against casemock in this process, with the settings of its command line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.suite.compare import differences
from benchmarks.suite.completion import complete
from benchmarks.suite.portable import command_line, not_portable, translated_request
from benchmarks.suite.scenario import Scenario
from contracts.errors import CasemockError
from contracts.messages import Request
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from mockserver.cli.flags import settings_of
from mockserver.cli.main import build_casemock_parser


@dataclass(frozen=True)
class Played:
    """The result of a scenario.

    :param excluded: why it is not portable; it was not played then.
    :param differences: what differs from the expected response.
    :param arguments: the arguments of ``casemock``, with ``DOCUMENT`` for the document.
    :param request: the request that was sent; ``None`` if the document was refused.
    """

    scenario: Scenario
    excluded: str = ""
    differences: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    request: Request | None = None

    @property
    def passed(self) -> bool:
        """Whether it was played without differences."""
        return not self.excluded and not self.differences


def play_suite(scenarios: Sequence[Scenario], *, completed: bool = False) -> Iterator[Played]:
    """Yield the results in the order of the scenarios.

    :param completed: add the required fields that documents lack (see :func:`complete`).
    """
    with tempfile.TemporaryDirectory(prefix="casemock-scenarios-") as folder:
        for scenario in scenarios:
            excluded = not_portable(scenario)
            if excluded:
                yield Played(scenario, excluded)
            else:
                document = complete(scenario.document) if completed else scenario.document
                yield play(replace(scenario, document=document), Path(folder) / "document.yaml")


def play(scenario: Scenario, file: Path) -> Played:
    """Play one scenario with its document in a file."""
    file.write_text(scenario.document, "utf-8")
    arguments = command_line(scenario, str(file))
    shown = ("DOCUMENT", *arguments[1:])
    request = translated_request(scenario)
    try:
        settings = settings_of(build_casemock_parser().parse(arguments))
        app = create_app(settings=settings)
    except CasemockError as error:
        return Played(scenario, differences=(f"document refused: {error.message}",), arguments=shown)
    with closing(AsgiTransport(app)) as transport:
        try:
            response = transport.send(request)
        except CasemockError as error:
            return Played(scenario, "", (error.message,), shown, request)
    return Played(scenario, "", tuple(differences(scenario, request, response)), shown, request)
