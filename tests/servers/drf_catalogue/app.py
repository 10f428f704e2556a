"""A product catalogue in Django REST framework: limit and offset, decimals as strings, several products in one request,
products that are archived instead of deleted, CSV or JSON by Accept, timestamps in seconds."""

from typing import Any

from tests.servers.django_support import start

BUGS = {
    "duplicate-sku": "a second product with the same SKU is accepted although 409 is documented for it",
    "modified-never-moves": "modified keeps the time of the creation when a product is updated",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()
OWN_PROCESS = True  # Django is configured once in a process


def create(bug: str = "") -> Any:
    """Return the application with two categories and three products."""
    application = start("drf_catalogue", bug)
    from tests.servers.drf_catalogue.api import Category, Product

    garden, _ = [Category.objects.create(name=name) for name in ("Garden", "Kitchen")]
    for number, name in enumerate(("Spade", "Rake", "Watering can"), 1):
        Product.objects.create(sku=f"GA-{number:04d}", name=name, category=garden, price="19.90", stock=number - 1)
    return application
