from __future__ import annotations

import datetime as dt
import sys
import time

import pytest
from faker import Faker

from contracts.generation.faker_providers import FAKER
from contracts.generation.records import GROUPS, Pools, file_named
from contracts.generation.transliteration import romanised


def test_pools_do_not_depend_on_the_order_of_creation():
    one, other = Pools(5, "en_US"), Pools(5, "en_US")
    one.records("person")
    one.faker_values("company")
    assert other.faker_values("company") == one.faker_values("company")
    assert other.records("person") == one.records("person")


def test_seeds_and_locales_differ():
    assert Pools(1, "en_US").faker_values("name") != Pools(2, "en_US").faker_values("name")
    assert Pools(1, "en_US").faker_values("city") != Pools(1, "de_DE").faker_values("city")


@pytest.mark.parametrize("locale", ["de_DE", "ja_JP", "pl_PL"])
@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_locale_has_every_group(locale, group):
    records = Pools(0, locale).records(group)
    assert len(records) >= 12
    assert all(record.keys() == records[0].keys() for record in records)


@pytest.mark.parametrize("locale", ["de_DE", "da_DK", "ru_RU", "zh_CN"])
def test_properties_of_a_person_agree(locale):
    pools = Pools(0, locale)
    for person in pools.records("person"):
        first, last = person["first_name"], person["last_name"]
        assert person["name"] == pools.language.full_name.format(first=first, last=last)
        assert person["email"].startswith(f"{romanised(first, pools.code)}.{romanised(last, pools.code)}@")


def test_domains_are_reserved_ones():
    pools = Pools(0, "en_US")
    hosts = {record["email"].rpartition("@")[2] for record in pools.records("person")}
    hosts |= {record["domain"] for record in pools.records("company")}
    assert all(host.endswith((".example", "example.com", "example.org")) for host in hosts)


def test_bills_add_up():
    assert all(round(bill["subtotal"] + bill["tax"], 2) == bill["total"] for bill in Pools(0, "en_US").records("money"))


def test_a_file_of_a_given_name():
    record = file_named("replay.mp4")
    assert record is not None
    assert record["content_type"] == "video/mp4"
    assert file_named("README") is None


def stopped(*_args, **_kwargs):
    raise LookupError("a provider looks at the clock")


class StoppedTime(dt.datetime):
    now = today = utcnow = classmethod(stopped)


class StoppedDay(dt.date):
    today = classmethod(stopped)


@pytest.fixture
def stopped_clock(monkeypatch):
    """Make all functions of the clock that faker uses raise an error."""
    real = {dt.datetime: StoppedTime, dt.date: StoppedDay, time.time: stopped}
    for module in [module for name, module in sys.modules.items() if name.startswith("faker.")]:
        for name, value in list(vars(module).items()):
            if isinstance(value, (type, type(time.time))) and value in real:
                monkeypatch.setattr(module, name, real[value])


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "sv_SE", "zh_CN"])
def test_allowed_providers_do_not_depend_on_the_clock(locale, stopped_clock):
    faker = Faker(locale)
    for provider in sorted(FAKER):
        if hasattr(faker, provider):
            faker.seed_instance(1)
            try:
                getattr(faker, provider)()
            except NotImplementedError:
                assert Pools(0, locale).faker_values(provider) == ()


def test_the_stopped_clock_raises(stopped_clock):
    with pytest.raises(LookupError):
        Faker("en_US").date_time()
