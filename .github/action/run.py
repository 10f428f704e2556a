"""The steps of the GitHub Action: ``run.py install`` and ``run.py test``; inputs are variables ``INPUT_…``.

``install`` makes a virtual environment for casemock, so that no environment of the caller is changed. To test an
application (``APP``), the packages of the interpreter that runs this script are visible in it. Their versions are
constraints of the installation: it fails if casemock needs another version of one of them, since the application would
then be tested with packages other than its own.

``test`` runs ``contracts test``, adds its report to the summary of the job, and sets the outputs of the action.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import site
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path

USAGE_ERROR = 2
NOT_CONSTRAINED = frozenset({"pip", "setuptools", "wheel", "casemock"})
VALUES = ("URL", "APP", "API", "BASELINE", "SHARD", "VALUES", "FAIL_ON")
"""Inputs that are options with a value."""

LARGEST_SUMMARY = 1_000_000
"""Largest summary in bytes; GitHub rejects more than 1 MiB."""


def main(arguments: Sequence[str]) -> int:
    """Run a step, and return its exit code."""
    return {"install": install, "test": test}[arguments[0]]()


def fail(message: str) -> int:
    """Show an error in the job, and return the exit code."""
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::error title=casemock::{escaped}\n")
    return USAGE_ERROR


def value(name: str) -> str:
    """Return an input, without surrounding spaces."""
    return os.environ.get(f"INPUT_{name}", "").strip()


def environment() -> Path:
    """Return the folder of casemock's environment."""
    return Path(os.environ["RUNNER_TEMP"]) / "casemock"


def interpreter() -> str:
    """Return the interpreter of casemock's environment."""
    return str(environment() / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


# ---------------------------------------------------------------------- install


def install() -> int:
    """Make casemock's environment."""
    if bool(value("URL")) == bool(value("APP")):
        return fail("set exactly one of the inputs 'url' and 'app'")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment())], check=False)
    if made.returncode:
        return fail(f"cannot make a virtual environment with {sys.executable}; see the input 'python'")
    command = [interpreter(), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    if value("APP"):
        share_packages()
        constraints = environment() / "constraints.txt"
        constraints.write_text("".join(f"{line}\n" for line in installed_versions()), "utf-8")
        command += ["--constraint", str(constraints)]
    sys.stdout.write("::group::install casemock\n")
    sys.stdout.flush()
    # The second requirement adds the packages for generated requests to whatever the first one names.
    code = subprocess.run([*command, requirement(), "casemock[test]"], check=False).returncode
    sys.stdout.write("::endgroup::\n")
    if code == 0:
        return 0
    if value("APP"):
        return fail(
            f"cannot install casemock beside the packages of {sys.executable}; if pip reports a conflict, casemock "
            "needs another version of a package of the application: start the application as a server, and set 'url' "
            "instead of 'app'"
        )
    return fail("cannot install casemock")


def requirement() -> str:
    """Return what pip installs: the input ``version``, or else the files of this action."""
    version = value("VERSION")
    if version[:1].isdigit():
        return f"casemock=={version}"
    return version or os.environ["ACTION_PATH"]


def share_packages() -> None:
    """Make the packages of the running interpreter importable in casemock's environment."""
    found = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    lines = [f"import site; site.addsitedir({folder!r})\n" for folder in dict.fromkeys(found)]
    paths = {"base": str(environment()), "platbase": str(environment())}
    scheme = "venv" if "venv" in sysconfig.get_scheme_names() else sysconfig.get_default_scheme()
    target = Path(sysconfig.get_path("purelib", scheme, paths))
    (target / "casemock-application.pth").write_text("".join(lines), "utf-8")


def installed_versions() -> Iterator[str]:
    """Yield the version of each package of the running interpreter, as a constraint."""
    known: dict[str, str] = {}
    for one in distributions():
        known.setdefault(re.sub(r"[-_.]+", "-", one.metadata["Name"] or "").lower(), one.version)
    yield from (f"{name}=={known[name]}" for name in sorted(known) if name and name not in NOT_CONSTRAINED)


# ---------------------------------------------------------------------- test


def test() -> int:
    """Run the contract test."""
    try:
        further = shlex.split(value("ARGUMENTS"))
    except ValueError as error:
        return fail(f"input 'arguments': {str(error).lower()}; write quotes and backslashes as in a shell")
    reports = Path(value("REPORTS") or "casemock-report")
    reports.mkdir(parents=True, exist_ok=True)
    summary, counts = reports / "report.md", reports / "report.json"
    for old in (summary, counts):
        old.unlink(missing_ok=True)
    command = [interpreter(), "-m", "contracts", *words(reports), *further]
    code = subprocess.run(command, check=False).returncode
    add_to("GITHUB_STEP_SUMMARY", summary_of(summary, code))
    add_to("GITHUB_OUTPUT", f"exit-code={code}\nfindings={findings_in(counts)}\nreports={reports}\n")
    return code if code >= 0 else 128 - code


def words(reports: Path) -> Iterator[str]:
    """Yield the arguments of the command, without those of the input ``arguments``."""
    yield from ("test", value("SPEC"), "--format", "github")
    names = {"html": "html", "junit": "xml", "sarif": "sarif", "markdown": "md", "json": "json"}
    for format_, suffix in names.items():
        name = "junit" if format_ == "junit" else "report"
        yield from ("--report", f"{format_}={reports / f'{name}.{suffix}'}")
    for name in VALUES:
        if value(name):
            yield from (f"--{name.lower().replace('_', '-')}", value(name))
    if value("FAST") == "true":
        yield "--fast"


def summary_of(report: Path, code: int) -> str:
    """Return the summary of the job: the report, or a message if there is none."""
    if not report.is_file():
        return f"# contracts test\n\nNo report: the command ended with exit code {code}; see the log of this step.\n"
    text = report.read_text("utf-8")
    if len(text.encode()) <= LARGEST_SUMMARY:
        return text
    cut = text.encode()[:LARGEST_SUMMARY].decode("utf-8", "ignore").rpartition("\n")[0]
    return f"{cut}\n\nThe report is longer; the files in `{report.parent}` are complete.\n"


def findings_in(report: Path) -> str:
    """Return the number of findings of a JSON report; empty if there is no report."""
    try:
        return str(len(json.loads(report.read_text("utf-8"))["findings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def add_to(variable: str, text: str) -> None:
    """Append text to the file that an environment variable of GitHub names."""
    if os.environ.get(variable):
        with Path(os.environ[variable]).open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
