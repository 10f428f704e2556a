"""Patients in Django REST framework with OAuth 2 scopes: 403 without the scope, notes that only their author sees (404
for others), the own account with a write-only password."""

from typing import Any

from tests.servers.django_support import start

BUGS = {
    "password-returned": "PATCH of the own account returns the write-only password",
    "scope-not-checked": "PUT of a patient does not check the scope patients:write",
}
IDENTITIES: tuple[str, ...] = (
    "doctor=tok-doctor:patients:read,patients:write,notes",
    "intern=tok-intern:patients:read,notes",
)
OPTIONS: tuple[str, ...] = ()
OWN_PROCESS = True  # Django is configured once in a process


def create(bug: str = "") -> Any:
    """Return the application with two accounts and a patient."""
    application = start("drf_clinic", bug)
    from tests.servers.drf_clinic.api import Account, Patient

    for name in ("doctor", "intern"):
        Account.objects.create(username=name, email=f"{name}@clinic.example", password="changeme")
    Patient.objects.create(name="Rosa Maier", born="1961-04-12", blood_type="0+")
    return application
