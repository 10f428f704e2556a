"""The GitHub Action: its steps run as GitHub runs them, against an application and a server.

Replaced is only the package index, which tests must not use. Packages are installed with pip from this checkout:

- With ``app``, casemock finds its dependencies in the environment of the application, which here is that of the tests.
- With ``url``, casemock's own environment is installed without dependencies, and ``PYTHONPATH`` has those of the tests.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
import sysconfig
import threading
import venv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import yaml

from tests.conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

PACKAGES = sysconfig.get_path("purelib")

DOCUMENT = """
openapi: 3.1.0
info: {title: Lamps, version: "1"}
paths:
  /lamps/{id}:
    get:
      operationId: readLamp
      parameters: [{name: id, in: path, required: true, schema: {type: integer, enum: [7]}}]
      responses:
        "200":
          description: the lamp
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer}}}
        default: {description: an error}
"""

APP = """
import json, sys

def app(environ, start_response):
    value = "seven" if environ["HTTP_X_TENANT"] == "wrong" else 7
    start_response("200 OK", [("content-type", "application/json")])
    return [json.dumps({"id": value}).encode()]
"""


@dataclass
class Job:
    """A job of a workflow with one use of the action.

    :ivar outputs: outputs of the action, by name.
    """

    folder: Path
    inputs: dict[str, str]
    env: dict[str, str] = field(default_factory=dict)
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    def run(self) -> int:
        """Run the steps until one fails; return the exit code of the last one."""
        code = 0
        outputs: dict[str, str] = {}
        for step in ACTION["runs"]["steps"]:
            code = self._step(step, outputs)
            if code:
                break
        self.outputs = {
            name: re.sub(
                r"\$\{\{ steps\.test\.outputs\.(.+?) \}\}", lambda match: outputs.get(match[1], ""), one["value"]
            )
            for name, one in ACTION["outputs"].items()
        }
        return code

    def _step(self, step: dict[str, Any], outputs: dict[str, str]) -> int:
        assert step["shell"] == "bash"
        (self.folder / "script.sh").write_text(step["run"], "utf-8")
        output = self.folder / f"output-{step['id']}"
        output.touch()
        environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
            "RUNNER_TEMP": str(self.folder / "runner"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_OUTPUT": str(output),
            **self.env,
            **{name: self._evaluated(str(text)) for name, text in step["env"].items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(self.folder / "script.sh")],
            env=environment,
            cwd=self.folder / "repository",
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += done.stdout + done.stderr
        outputs.update(line.split("=", 1) for line in output.read_text("utf-8").splitlines())  # type: ignore[misc]
        return done.returncode

    def _evaluated(self, text: str) -> str:
        known = {f"inputs.{name}": str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        known |= {f"inputs.{name}": one for name, one in self.inputs.items()}
        known["github.action_path"] = str(ROOT)
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: known[match[1]], text)

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text("utf-8")


def make_job(folder: Path, **inputs: str) -> Job:
    repository = folder / "repository"
    (folder / "runner").mkdir(parents=True)
    repository.mkdir()
    (repository / "lamps.yaml").write_text(DOCUMENT, "utf-8")
    (repository / "lamps.py").write_text(APP, "utf-8")
    env = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_CACHE_DIR": "1"}
    return Job(folder, {"spec": "lamps.yaml", "python": sys.executable, **inputs}, env)


ARGUMENTS = "--phases none --check protocol-content --header 'X-Tenant: {}'"


@pytest.fixture(scope="module")
def app_job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A job that tested the application, and found nothing."""
    job = make_job(tmp_path_factory.mktemp("app"), app="lamps:app", arguments=ARGUMENTS.format("my shop"))
    assert job.run() == 0, job.log
    return job


@pytest.fixture
def ready(app_job: Job, tmp_path: Path) -> Job:
    """A job whose first step is done: it has the environment of :func:`app_job`."""
    job = make_job(tmp_path, app="lamps:app")
    job.env["RUNNER_TEMP"] = ""
    (tmp_path / "runner").rmdir()
    (tmp_path / "runner").symlink_to(app_job.folder / "runner")
    return job


def run_test_step(job: Job, **inputs: str) -> int:
    job.env.pop("RUNNER_TEMP", None)
    job.inputs |= inputs
    outputs: dict[str, str] = {}
    code = job._step(next(one for one in ACTION["runs"]["steps"] if one["id"] == "test"), outputs)
    job.outputs = outputs
    return code


def test_an_application_is_tested_with_its_own_packages(app_job: Job) -> None:
    assert app_job.outputs == {"exit-code": "0", "findings": "0", "reports": "casemock-report"}
    assert "No findings" in app_job.summary
    reports = app_job.folder / "repository" / "casemock-report"
    expected = ["junit.xml", "report.html", "report.json", "report.md", "report.sarif"]
    assert sorted(one.name for one in reports.iterdir()) == expected


def test_casemock_comes_from_the_checkout_of_the_action(app_job: Job) -> None:
    installed = next((app_job.folder / "runner" / "casemock").rglob("direct_url.json"))
    assert json.loads(installed.read_text("utf-8"))["url"] == ROOT.as_uri()


def test_findings_fail_the_step_and_are_in_the_summary(ready: Job) -> None:
    assert run_test_step(ready, arguments=ARGUMENTS.format("wrong")) == 1
    assert ready.outputs["exit-code"] == "1"
    assert int(ready.outputs["findings"]) > 0
    assert "readLamp" in ready.summary
    assert "::error " in ready.log


def test_inputs_are_options(ready: Job) -> None:
    arguments = f"{ARGUMENTS.format('x')}\n  --seed 9"
    assert run_test_step(ready, reports="one two", fast="true", shard="1/1", arguments=arguments) == 0, ready.log
    report = json.loads((ready.folder / "repository" / "one two" / "report.json").read_text("utf-8"))
    for words in ("--fast", "--shard 1/1", "--seed 9"):
        assert words in report["reproduce"]
    assert ready.outputs["reports"] == "one two"


@pytest.mark.parametrize("arguments", ["--known 'id=42", '--known id="42 --fast', "--known id=42 \\"])
def test_an_unmatched_quote_is_an_error(ready: Job, arguments: str) -> None:
    assert run_test_step(ready, arguments=arguments) == 2
    assert "::error title=casemock::input 'arguments': no " in ready.log


def test_arguments_are_not_run_by_a_shell(ready: Job) -> None:
    assert (
        run_test_step(ready, arguments=f"{ARGUMENTS.format('x')} --seed '1;touch pwned' --known '$(touch pwned)=1'")
        == 2
    )
    assert not (ready.folder / "repository" / "pwned").exists()
    assert "No report" in ready.summary
    assert ready.outputs == {"exit-code": "2", "findings": "", "reports": "casemock-report"}


def test_a_report_of_an_earlier_run_is_not_shown(ready: Job) -> None:
    assert run_test_step(ready, arguments=ARGUMENTS.format("wrong")) == 1
    (ready.folder / "summary.md").unlink()
    assert run_test_step(ready, arguments="--nope") == 2
    assert "No report" in ready.summary
    assert ready.outputs["findings"] == ""


@pytest.mark.parametrize("inputs", [{}, {"url": "http://127.0.0.1:1", "app": "lamps:app"}])
def test_one_target_is_required(tmp_path: Path, inputs: dict[str, str]) -> None:
    job = make_job(tmp_path, **inputs)
    assert job.run() == 2
    assert "exactly one of the inputs 'url' and 'app'" in job.log


def test_packages_of_the_application_are_not_replaced(tmp_path: Path) -> None:
    """An application with another version of a dependency of casemock, in a virtual environment."""
    folder = tmp_path / "application"
    venv.create(folder, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    (packages / "connexion-1.0.dist-info").mkdir()
    (packages / "connexion-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: connexion\nVersion: 1.0\n"
    )
    (packages / "rest.pth").write_text(f"import site; site.addsitedir({PACKAGES!r})\n", "utf-8")
    before = sorted(map(str, folder.rglob("*")))
    job = make_job(tmp_path / "job", app="lamps:app", python=str(folder / "bin" / "python"))
    assert job.run() == 2
    assert "connexion" in job.log
    assert "another version of a package of the application" in job.log
    assert sorted(map(str, folder.rglob("*"))) == before


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    """The base URL of a server with the application."""
    names: dict[str, Any] = {}
    exec(APP, names)
    with make_server("127.0.0.1", 0, names["app"], handler_class=_Quiet) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


def test_a_server_is_tested_from_an_environment_of_its_own(server: str, tmp_path: Path) -> None:
    job = make_job(tmp_path, url=server, arguments=ARGUMENTS.format("x"))
    job.env |= {"PIP_NO_DEPS": "1", "PYTHONPATH": PACKAGES}
    assert job.run() == 0, job.log
    assert job.outputs["findings"] == "0"
    assert not list((tmp_path / "runner" / "casemock").rglob("casemock-application.pth"))


@pytest.mark.parametrize(
    ("version", "expected"),
    [("", "/action"), ("0.1.0", "casemock==0.1.0"), ("casemock>=0.1", "casemock>=0.1"), ("./x.whl", "./x.whl")],
)
def test_what_is_installed(version: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INPUT_VERSION", version)
    monkeypatch.setenv("ACTION_PATH", "/action")
    script = runpy.run_path(str(ROOT / ".github" / "action" / "run.py"))
    assert script["requirement"]() == expected
