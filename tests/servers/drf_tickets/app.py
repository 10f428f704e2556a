"""A tracker in Django REST framework as drf-spectacular documents it: token authentication, page numbers, search,
ordering, bodies as JSON or forms, comments below tickets, protected foreign keys."""

from typing import Any

from tests.servers.django_support import start

BUGS = {
    "total-of-page": "count is the number of results on the page instead of the total",
    "comments-of-all": "the comments below a ticket are those of all tickets",
}
IDENTITIES: tuple[str, ...] = ("dev=Token 9f86d081884c7d65",)
OPTIONS: tuple[str, ...] = ()
OWN_PROCESS = True  # Django is configured once in a process


def create(bug: str = "") -> Any:
    """Return the application with one project."""
    application = start("drf_tickets", bug)
    from tests.servers.drf_tickets.api import Project

    Project.objects.create(name="Website", key="WEB")
    return application
