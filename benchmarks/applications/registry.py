"""All applications, in the order of a run."""

from __future__ import annotations

from benchmarks.applications.alertmanager import Alertmanager
from benchmarks.applications.application import Application
from benchmarks.applications.chroma import Chroma
from benchmarks.applications.jupyter import JupyterServer
from benchmarks.applications.kinto import Kinto
from benchmarks.applications.powerdns import PowerDns
from benchmarks.applications.prefect import Prefect

APPLICATIONS: tuple[Application, ...] = (Alertmanager(), PowerDns(), Kinto(), JupyterServer(), Chroma(), Prefect())
