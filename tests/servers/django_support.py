"""Start of the servers with Django REST framework."""

import importlib
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection


def start(name: str, bug: str, **rest_framework: Any) -> Any:
    """Return the WSGI application of the folder `name`, with empty tables. A process can start one such server.

    The database is an SQLite file in memory that the threads of a server share.
    """
    package = f"tests.servers.{name}"
    settings.configure(
        SECRET_KEY="not-secret",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=f"{package}.api",
        INSTALLED_APPS=[package, "rest_framework"],
        MIDDLEWARE=["tests.servers.django_middleware.OneAtATime"],
        DATABASES={"default": database(name)},
        USE_TZ=True,
        TIME_ZONE="UTC",
        BUG=bug,
        REST_FRAMEWORK={
            "UNAUTHENTICATED_USER": None,
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            **rest_framework,
        },
    )
    django.setup()
    importlib.import_module(f"{package}.api")
    with connection.schema_editor() as editor:
        for model in apps.get_app_config(name).get_models():
            editor.create_model(model)
    return get_wsgi_application()


def database(name: str) -> dict[str, Any]:
    uri = f"file:{name}?mode=memory&cache=shared"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": uri, "OPTIONS": {"uri": True}, "CONN_MAX_AGE": None}
