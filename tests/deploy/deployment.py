"""Reads the files of a deployment: Containerfile, compose.yaml, kubernetes.yaml."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy"
PREFIX = "CASEMOCK_"


@dataclass
class Stage:
    """A stage of the image: its instructions in order, each with its arguments."""

    base: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def of(self, name: str) -> list[str]:
        """Return the arguments of all instructions of a name."""
        return [arguments for found, arguments in self.instructions if found == name]

    def last(self, name: str) -> str:
        """Return the arguments of the instruction of a name that applies."""
        return self.of(name)[-1]

    def command(self, name: str) -> list[str]:
        """Return the command of an instruction in exec form."""
        command: list[str] = json.loads(self.last(name).partition("CMD ")[2] or self.last(name))
        return command

    def copies(self) -> list[tuple[list[str], str]]:
        """Return sources and target of what is copied from the source tree."""
        copied = [arguments.split() for arguments in self.of("COPY") if not arguments.startswith("--from=")]
        return [(words[:-1], words[-1]) for words in copied]

    def environment(self) -> dict[str, str]:
        """Return the variables."""
        return dict(word.split("=", 1) for arguments in self.of("ENV") for word in arguments.split())


def read_containerfile() -> list[Stage]:
    """Return the stages of Containerfile; the image is the last one."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    stages: list[Stage] = []
    arguments: dict[str, str] = {}
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        name, _, rest = line.strip().partition(" ")
        if name == "ARG" and not stages:
            arguments |= [rest.split("=", 1)]
        elif name == "FROM":
            stages.append(Stage(string.Template(rest.split()[0]).substitute(arguments)))
        elif name:
            stages[-1].instructions.append((name, rest.strip()))
    return stages


def read_compose() -> dict[str, Any]:
    """Return the services of compose.yaml, with the defaults of the variables."""
    services: dict[str, Any] = _with_defaults(yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8")))["services"]
    return services


def _with_defaults(value: Any) -> Any:
    """Return a value with the defaults of ``${NAME:-default}``, which are replaced in strings after parsing."""
    if isinstance(value, dict):
        return {name: _with_defaults(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_defaults(one) for one in value]
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) if isinstance(value, str) else value


def read_kubernetes() -> dict[tuple[str, str], Any]:
    """Return the objects of kubernetes.yaml by kind and name."""
    objects = list(yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text("utf-8")))
    found = {(one["kind"], one["metadata"]["name"]): one for one in objects}
    assert len(found) == len(objects)
    return found


def pod_of(objects: Mapping[tuple[str, str], Any], kind: str, name: str) -> tuple[Any, Any]:
    """Return the pod of a workload, and its only container."""
    pod = objects[kind, name]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    return pod, container


def environment_of(container: Mapping[str, Any], objects: Mapping[tuple[str, str], Any]) -> dict[str, str]:
    """Return the variables of a container of a pod, with the values from Secrets."""
    found = {}
    for variable in container["env"]:
        if "value" in variable:
            found[variable["name"]] = variable["value"]
        else:
            reference = variable["valueFrom"]["secretKeyRef"]
            found[variable["name"]] = objects["Secret", reference["name"]]["stringData"][reference["key"]]
    return found


def expanded(command: list[str], environment: Mapping[str, str]) -> list[str]:
    """Return a command with the values of the variables ``$(NAME)``, as Kubernetes runs it."""
    return [re.sub(r"\$\((\w+)\)", lambda found: environment[found[1]], word) for word in command]
