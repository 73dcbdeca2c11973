"""The nightly job comes again by itself, in batches, and rests on Sundays and holidays."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from leaderacademy.nudges.jobs import plan_night
from leaderacademy.nudges.rules.quiet import BERLIN
from leaderacademy.nudges.service import planning
from tests.nudges.conftest import completed, mails, new_learner

TUESDAY = datetime(2027, 3, 2, 4, tzinfo=BERLIN)


def run(moment: datetime) -> None:
    plan_night(moment, moment)
    plan_night(moment, moment)
    session.commit()
    while run_due(moment):
        pass
    session.remove()


def learners(count: int) -> None:
    for number in range(1, count + 1):
        someone = new_learner(number, days=2, now=TUESDAY.astimezone(UTC), token=f"t{number}")
        completed(someone, "im-takt")


def test_batch_after_batch_everybody_is_looked_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "BATCH", 2)
    learners(5)
    run(TUESDAY)
    found = mails()
    assert len(found) == 5
    assert all(TUESDAY.replace(hour=8) <= one.run_at for one in found)
    assert all(one.run_at < TUESDAY.replace(hour=10) for one in found)
    batches = session.scalars(select(Job).where(Job.kind == "course-mails-batch")).all()
    session.remove()
    assert len(batches) == 4


def test_the_night_is_planned_once_and_the_next_one_after_it(app: Flask) -> None:
    run(TUESDAY)
    query = select(Job).where(Job.kind == "course-mails-nightly").order_by(Job.run_at)
    nights = session.scalars(query).all()
    session.remove()
    assert [one.run_at for one in nights] == [TUESDAY, TUESDAY + timedelta(days=1)]


@pytest.mark.parametrize("day", [5, 24])
def test_sundays_and_holidays_are_left_out(app: Flask, day: int) -> None:
    """7 March is a Sunday, 26 March Good Friday."""
    moment = TUESDAY + timedelta(days=day)
    someone = new_learner(1, days=2, now=moment.astimezone(UTC))
    completed(someone, "im-takt")
    run(moment)
    assert mails() == []


def test_a_worker_that_starts_in_the_evening_plans_for_the_next_working_day(app: Flask) -> None:
    learners(1)
    saturday_evening = TUESDAY + timedelta(days=4, hours=16)
    run(saturday_evening)
    assert [str(one.day) for one in mails()] == ["2027-03-08"]


def test_a_retired_course_reminds_nobody(app: Flask, content_copy: object) -> None:
    from pathlib import Path

    assert isinstance(content_copy, Path)
    learners(1)
    for file in (content_copy / "lessons").iterdir():
        file.write_text(file.read_text().replace("status: published", "status: draft"))
    catalogue.open(content_copy)
    run(TUESDAY)
    catalogue.open(app.config["SETTINGS"].content)
    assert mails() == []
