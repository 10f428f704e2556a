"""The files of a deployment agree with the program and with each other. No container is built or run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from packaging.specifiers import SpecifierSet

from contracts.spec.load import load_document
from mockserver.console.app import HEALTH
from mockserver.settings import Settings, gather
from mockserver.settings_values import SETTINGS
from mockserver.store_url import parse_store_url
from tests.deploy.deployment import (
    FOLDER,
    PREFIX,
    ROOT,
    environment_of,
    pod_of,
    read_compose,
    read_containerfile,
    read_kubernetes,
)

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
BUILD, IMAGE = read_containerfile()
COMPOSE = read_compose()
OBJECTS = read_kubernetes()
POD, CONTAINER = pod_of(OBJECTS, "Deployment", "casemock")
REDIS_POD, REDIS = pod_of(OBJECTS, "StatefulSet", "casemock-redis")
PORT = int(IMAGE.environment()["CASEMOCK_PORT"])
ENVIRONMENTS = {
    "image": IMAGE.environment(),
    "compose": COMPOSE["casemock"]["environment"],
    "kubernetes": environment_of(CONTAINER, OBJECTS),
}


def settings(name: str, folder: Path) -> Settings:
    """The settings of a server in a container."""
    return gather({}, environ=ENVIRONMENTS["image"] | ENVIRONMENTS[name], directory=folder)


# ---------------------------------------------------------------------- all files


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_environment_variables_are_settings(name: str, tmp_path: Path) -> None:
    variables = {key: value for key, value in ENVIRONMENTS[name].items() if key.startswith(PREFIX)}
    assert {key.removeprefix(PREFIX).lower() for key in variables} <= {*SETTINGS}
    assert all(isinstance(value, str) for value in variables.values())
    assert settings(name, tmp_path).host == "0.0.0.0"


@pytest.mark.parametrize("image", [COMPOSE["casemock"]["image"], CONTAINER["image"]])
def test_image_has_the_version_of_the_project(image: str) -> None:
    assert image == f"casemock:{PROJECT['project']['version']}"


@pytest.mark.parametrize("image", [BUILD.base, IMAGE.base, COMPOSE["redis"]["image"], COMPOSE["balancer"]["image"]])
def test_other_images_have_a_version(image: str) -> None:
    assert re.fullmatch(r"docker\.io/library/[a-z]+:\d+\.\d+[\w.-]*", image)


def test_redis_is_the_same_everywhere() -> None:
    assert COMPOSE["redis"]["image"] == REDIS["image"]
    for command in (COMPOSE["redis"]["command"], REDIS["command"]):
        options = dict(zip(command[1::2], command[2::2], strict=True))
        assert options["--maxmemory-policy"] == "noeviction"
        assert options["--appendonly"] == "yes"


# ---------------------------------------------------------------------- Containerfile


def test_python_is_supported() -> None:
    version = re.search(r":(\d+\.\d+\.\d+)-slim", IMAGE.base)
    assert version is not None
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(version[1])
    assert BUILD.base == IMAGE.base


def test_image_runs_the_command_without_root() -> None:
    assert IMAGE.command("ENTRYPOINT") == ["casemock"]
    assert "casemock" in PROJECT["project"]["scripts"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", IMAGE.last("USER"))
    assert IMAGE.last("VOLUME") == "/data"
    assert int(IMAGE.last("EXPOSE")) == PORT


def test_copied_files_exist_and_are_not_ignored() -> None:
    rules = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert rules[1] == "*"
    copied = {source for stage in (BUILD, IMAGE) for sources, _ in stage.copies() for source in sources}
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert (ROOT / ".dockerignore").read_text("utf-8").splitlines() == rules


def test_everything_that_the_package_consists_of_is_copied() -> None:
    project = PROJECT["project"]
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml",
        project["readme"],
        *project["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
    }
    assert needed <= {source for sources, _ in BUILD.copies() for source in sources}
    for sources, target in BUILD.copies():
        assert all(str(Path(source).parent) == str(Path(target)) or source == target for source in sources)


def test_health_check_is_in_the_image() -> None:
    command = IMAGE.command("HEALTHCHECK")
    ((sources, target),) = IMAGE.copies()
    assert command == ["python", f"{target}{Path(sources[0]).name}"]
    assert COMPOSE["casemock"]["healthcheck"]["test"] == ["CMD", *command]
    assert HEALTH in (FOLDER / "health.py").read_text("utf-8")


# ---------------------------------------------------------------------- compose.yaml


def test_compose_runs_three_replicas_at_one_address(tmp_path: Path) -> None:
    assert COMPOSE["casemock"]["deploy"]["replicas"] == 3
    assert [name for name, service in COMPOSE.items() if "ports" in service] == ["balancer"]
    balancer = (FOLDER / "haproxy.cfg").read_text("utf-8")
    (target,) = re.findall(r"server-template \w+ 10 (\S+)", balancer)
    assert target == f"casemock:{PORT}"
    assert re.findall(r"option httpchk GET (\S+)", balancer) == [HEALTH]
    (address,) = re.findall(r"bind :(\d+)", balancer)
    assert COMPOSE["balancer"]["ports"] == [f"127.0.0.1:8080:{address}"]
    assert urlsplit(parse_store_url(settings("compose", tmp_path).store).target).hostname in COMPOSE


def test_compose_mounts_the_document(tmp_path: Path) -> None:
    mounts = [mount.split(":") for service in COMPOSE.values() for mount in service.get("volumes", ())]
    files = {target: FOLDER / source for source, target, *_ in mounts if source.startswith(".")}
    assert settings("compose", tmp_path).specs[0] in files
    assert all(file.is_file() for file in files.values())


def test_compose_waits_for_health_checks() -> None:
    for name, service in COMPOSE.items():
        for dependency, condition in service.get("depends_on", {}).items():
            assert condition == {"condition": "service_healthy"}, name
            assert "healthcheck" in COMPOSE[dependency]
    assert (FOLDER / COMPOSE["casemock"]["build"]["context"] / COMPOSE["casemock"]["build"]["dockerfile"]).is_file()


# ---------------------------------------------------------------------- kubernetes.yaml


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet"])
def test_pods_are_restricted(kind: str) -> None:
    pod, container = (POD, CONTAINER) if kind == "Deployment" else (REDIS_POD, REDIS)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {*container["resources"]} == {"requests", "limits"}
    # A Service sets variables such as CASEMOCK_PORT=tcp://10.0.0.1:8080, which the server could read as settings.
    assert pod["enableServiceLinks"] is False


def test_kubernetes_runs_three_replicas_as_the_user_of_the_image() -> None:
    assert OBJECTS["Deployment", "casemock"]["spec"]["replicas"] == 3
    user, group = map(int, IMAGE.last("USER").split(":"))
    context = POD["securityContext"]
    assert (context["runAsUser"], context["runAsGroup"], context["fsGroup"]) == (user, group, group)


@pytest.mark.parametrize("name", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_probes_call_the_health_check(name: str) -> None:
    assert CONTAINER[name]["httpGet"] == {"path": HEALTH, "port": "http"}
    assert CONTAINER["ports"] == [{"name": "http", "containerPort": PORT}]
    assert CONTAINER[name]["timeoutSeconds"] >= 5  # an unreachable store is reported after 3 seconds


def test_selectors_and_references_fit() -> None:
    for (kind, name), found in OBJECTS.items():
        if kind not in {"Deployment", "StatefulSet", "Service", "PodDisruptionBudget"}:
            continue
        selector = found["spec"]["selector"]
        labels = selector.get("matchLabels", selector)
        workload = OBJECTS.get(("Deployment", name)) or OBJECTS["StatefulSet", name]
        assert labels == workload["spec"]["template"]["metadata"]["labels"]
    for volume in POD["volumes"]:
        assert "emptyDir" in volume or ("ConfigMap", volume["configMap"]["name"]) in OBJECTS
    claims = OBJECTS["StatefulSet", "casemock-redis"]["spec"]["volumeClaimTemplates"]
    assert [claim["metadata"]["name"] for claim in claims] == [mount["name"] for mount in REDIS["volumeMounts"]]


def test_kubernetes_store_is_its_redis(tmp_path: Path) -> None:
    secret = OBJECTS["Secret", "casemock-store"]["stringData"]
    url = urlsplit(parse_store_url(settings("kubernetes", tmp_path).store).target)
    assert ("Service", url.hostname) in OBJECTS
    assert url.password == secret["password"]
    assert OBJECTS["Service", url.hostname]["spec"]["ports"][0]["port"] == url.port
    assert "$(REDISCLI_AUTH)" in REDIS["command"]


def test_kubernetes_mounts_the_document(tmp_path: Path) -> None:
    document = Path(settings("kubernetes", tmp_path).specs[0])
    mounts: dict[str, Any] = {mount["mountPath"]: mount["name"] for mount in CONTAINER["volumeMounts"]}
    assert {"/data", "/tmp"} <= {*mounts}  # all that the server writes
    volume = next(one for one in POD["volumes"] if one["name"] == mounts[str(document.parent)])
    content = OBJECTS["ConfigMap", volume["configMap"]["name"]]["data"][document.name]
    (tmp_path / document.name).write_text(content)
    assert load_document(tmp_path / document.name).tree["paths"]
