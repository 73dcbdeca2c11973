"""Old counts are forgotten every day, by one job however many machines ask for it."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from leaderacademy.accounts.devices import add_device
from leaderacademy.accounts.models import Device, Person
from leaderacademy.accounts.service import create_person
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from leaderacademy.core.throttle import Throttle, hit
from leaderacademy.privacy.jobs import plan_tidying
from leaderacademy.privacy.service import UNUSED_AFTER

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def test_yesterdays_counts_are_forgotten_and_tomorrow_is_planned(app: Flask) -> None:
    hit("ada", 1, timedelta(hours=1), NOW - timedelta(days=3))
    plan_tidying(NOW, NOW)
    session.commit()
    run_due(NOW)
    session.remove()
    assert session.scalar(select(func.count()).select_from(Throttle)) == 0
    waiting = session.scalars(select(Job).where(Job.done_at.is_(None))).one()
    assert waiting.run_at == NOW + timedelta(days=1)


def test_two_machines_that_start_on_one_day_plan_one_job(app: Flask) -> None:
    plan_tidying(NOW, NOW)
    plan_tidying(NOW + timedelta(hours=2), NOW)
    session.commit()
    assert session.scalar(select(func.count()).select_from(Job)) == 1


def _visitor(began: datetime, seen: datetime | None, email: str | None = None) -> int:
    person = create_person(began)
    person.email = person.email_key = email
    if seen is not None:
        device, _key = add_device(person.id, "Firefox", began)
        device.seen_at = seen
    session.flush()
    return person.id


def test_who_has_no_account_and_cannot_come_back_is_forgotten(app: Flask) -> None:
    before, since = NOW - UNUSED_AFTER - timedelta(hours=1), NOW - UNUSED_AFTER + timedelta(hours=1)
    _visitor(before, before)
    _visitor(before, None)  # a double click without JavaScript as the very first answer
    stay = {
        _visitor(before, since),
        _visitor(since, since),
        _visitor(before, before, "ada@example.org"),
    }
    plan_tidying(NOW, NOW)
    session.commit()
    run_due(NOW)
    session.remove()
    assert set(session.scalars(select(Person.id))) == stay
    assert session.scalar(select(func.count()).select_from(Device)) == 3
