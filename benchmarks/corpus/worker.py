"""Load documents, send requests and judge the responses, in a process of its own.

``python -m benchmarks.corpus.worker`` reads tasks from standard input, one JSON object per line, and writes events to
standard output. A task that takes too much CPU time ends the process; the caller starts another one with the remaining
tasks. What was written to standard output before is complete.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.judge import Judge
from benchmarks.corpus.requests import Drawn, RequestMaker, draw
from benchmarks.corpus.results import CRASHED, EXCEPTION, REFUSED, STARTED, TIMEOUT, Load, Sent
from contracts.errors import CasemockError, TransportError
from contracts.transports import transport as limits
from contracts.transports.in_process import AsgiTransport
from contracts.transports.network import NetworkTransport
from contracts.transports.transport import Transport
from mockserver.app import MockApp, create_app
from mockserver.console.index import Index
from mockserver.console.terminal import banner
from mockserver.settings import Settings

HANGING = 3
"""Exit code after a request without a response: the event loop of the application may not be usable any more."""


@dataclass(frozen=True)
class Task:
    """What to do with a document.

    :param document: path of the document.
    :param name: its name in results.
    :param seed: seed of the draw.
    :param requests: number of requests; 0: only load it.
    :param first: number of requests that were sent before.
    :param url: send the requests to this server instead of the mock; ``""``: the mock in this process.
    :param limit: CPU seconds.
    """

    document: str
    name: str
    seed: str = "1"
    requests: int = 0
    first: int = 0
    url: str = ""
    limit: int = 60


def main() -> int:
    """Execute the tasks; return 0."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        execute(Task(**json.loads(line)))
    return 0


def execute(task: Task) -> None:
    """Execute a task and write its events."""
    _limit_cpu(task.limit)
    _write("begin", {"document": task.name})
    start = time.process_time()
    try:
        app = load(Path(task.document))
    except CasemockError as error:
        result = Load(task.name, REFUSED, f"{error.location or ''} {error.message}".strip(), _since(start))
    except Exception as error:  # noqa: BLE001 (what is counted)
        result = Load(task.name, CRASHED, _last_frame(error), _since(start))
    else:
        operations = sum(len(contract.operations) for contract in app.contracts)
        result = Load(task.name, STARTED, "", _since(start), operations)
        if not task.first:
            _write("load", asdict(result))
        if task.requests:
            _play(task, app)
        _write("end", {"document": task.name})
        return
    _write("load", asdict(result))
    _write("end", {"document": task.name})


def load(document: Path) -> MockApp:
    """Return the application that ``mockserver run`` serves, after its banner was rendered."""
    settings = Settings(specs=(str(document),))
    app = create_app(settings=settings)
    banner(Index(app.apis, settings), app.apis, "http://127.0.0.1:8080", 0)
    return app


def read_tree(document: Path) -> Any:
    """Return a document as it was written."""
    text = document.read_bytes()
    return json.loads(text) if document.suffix == ".json" else yaml.load(text, yaml.CSafeLoader)


def _play(task: Task, app: MockApp) -> None:
    contract = app.contracts[0]
    maker, judge = RequestMaker(contract), Judge(read_tree(Path(task.document)))
    limits.TIMEOUT = 5.0 * task.limit  # other processes use the same cores; the limit of CPU time ends what takes long
    transport: Transport = NetworkTransport(task.url) if task.url else AsgiTransport(app)
    with closing(transport):
        for drawn in draw(contract, f"{task.seed}:{task.name}", task.requests)[task.first :]:
            _limit_cpu(task.limit)
            sent = send(task.name, drawn, maker, judge, transport)
            _write("sent", asdict(sent))
            if sent.kind == TIMEOUT and not task.url:
                sys.stdout.flush()
                os._exit(HANGING)


def send(document: str, drawn: Drawn, maker: RequestMaker, judge: Judge, transport: Transport) -> Sent:
    """Send the request for an operation and judge its response."""
    path, method = drawn.path_and_method
    operation = f"{method.upper()} {path}"
    _write("phase", {"document": document, "operation": operation, "phase": "request"})
    try:
        request = maker.request(drawn)
    except (CasemockError, ValueError) as error:
        return Sent(document, operation, 0, "unbuilt", (str(error)[:300],))
    except Exception as error:  # noqa: BLE001 (what is counted)
        return Sent(document, operation, 0, "unbuilt", (_last_frame(error),))
    shown = f"{request.method} {request.target[:300]}"
    try:
        response = transport.send(request)
    except TransportError as error:
        kind = TIMEOUT if error.kind == "timeout" else EXCEPTION
        return Sent(document, operation, 0, kind, (str(error)[:300],), shown)
    except Exception as error:  # noqa: BLE001 (what is counted)
        return Sent(document, operation, 0, EXCEPTION, (_last_frame(error),), shown)
    _write("phase", {"document": document, "operation": operation, "phase": "judge"})
    judgement = judge.judge(path, method, response)
    return Sent(document, operation, response.status, judgement.kind, judgement.details, shown)


def _limit_cpu(seconds: int) -> None:
    """Allow some more seconds of CPU time; SIGXCPU ends the process then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _since(start: float) -> float:
    return round(time.process_time() - start, 2)


def _last_frame(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def _write(event: str, data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"event": event, **data}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
