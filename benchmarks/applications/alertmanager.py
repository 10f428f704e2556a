"""Prometheus Alertmanager: silences and alerts; no credentials."""

from __future__ import annotations

from typing import Any

from benchmarks.applications.application import Application, Fingerprint, Installation
from benchmarks.applications.client import Client

CONFIGURATION = """\
route:
  receiver: discard
  group_by: [job]
receivers:
  - name: discard
"""

COMMENTS = ("disk is being replaced", "known and accepted")
JOBS = ("backup", "billing")


class Alertmanager(Application):
    """Alertmanager with one receiver that sends nothing."""

    name = "alertmanager"
    debian = ("prometheus-alertmanager",)
    document = "alertmanager.yaml"
    published = "https://raw.githubusercontent.com/prometheus/alertmanager/v{version}/api/v2/openapi.yaml"
    base = "/api/v2"
    health = "/api/v2/status"

    def command(self, installation: Installation) -> list[str]:
        """Return the command; it stores its data in the folder and joins no cluster."""
        configuration = installation.folder / "alertmanager.yml"
        configuration.write_text(CONFIGURATION, "utf-8")
        return [
            "prometheus-alertmanager",
            f"--config.file={configuration}",
            f"--storage.path={installation.folder}",
            f"--web.listen-address=127.0.0.1:{installation.port}",
            "--cluster.listen-address=",
        ]

    def seed(self, client: Client) -> dict[str, str]:
        """Create two silences and two alerts."""
        ids = [client.call("POST", "/silences", _silence(comment))["silenceID"] for comment in COMMENTS]
        client.call("POST", "/alerts", [_alert(job) for job in JOBS])
        return {"silenceID": ids[0]}

    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the seeded silences by comment and the seeded alerts by job."""
        kept: dict[str, Any] = {}
        for silence in client.read("/silences") or []:
            if silence["comment"] in COMMENTS and silence["status"]["state"] == "active":
                kept[f"silence {silence['comment']}"] = [silence["matchers"], silence["createdBy"], silence["endsAt"]]
        for alert in client.read("/alerts") or []:
            if alert["labels"] in [_alert(job)["labels"] for job in JOBS]:
                kept[f"alert {alert['labels']['job']}"] = [alert["annotations"], alert["endsAt"]]
        return kept


def _silence(comment: str) -> dict[str, Any]:
    return {
        "matchers": [{"name": "instance", "value": "db1", "isRegex": False, "isEqual": True}],
        "startsAt": "2026-01-01T00:00:00.000Z",
        "endsAt": "2099-01-01T00:00:00.000Z",
        "createdBy": "operator",
        "comment": comment,
    }


def _alert(job: str) -> dict[str, Any]:
    return {
        "labels": {"alertname": "JobFailed", "job": job},
        "annotations": {"summary": f"{job} failed"},
        "endsAt": "2099-01-01T00:00:00.000Z",
    }
