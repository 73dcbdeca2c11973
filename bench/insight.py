"""Whether a trainer's numbers come at once with 100,000 learners and 5 million attempts."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import text

from bench import learners
from bench.figures import report
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import new_device
from leaderacademy.authoring.service.impact import report_on
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Lesson
from leaderacademy.core import clock
from leaderacademy.core.database import reading, session
from leaderacademy.learning.service.statistics import count_step
from leaderacademy.learning.service.sweeping import sweep

ROUNDS = 20
STEPS = 20
REST = (
    """UPDATE question_tally SET answered = answered * m, counted = counted * m,
           "right" = "right" * m, attempts = attempts * m, never = never * m, after_1 = after_1 * m,
           after_2 = after_2 * m, pair_n = pair_n * m, pair_x = pair_x * m, pair_r = pair_r * m,
           pair_rr = pair_rr * m, pair_xr = pair_xr * m
       FROM (SELECT (SELECT count(*) FROM person) / max(answered) AS m FROM question_tally) AS n""",
    """UPDATE answer_tally SET firsts = firsts * m, lasts = lasts * m, attempts = attempts * m
       FROM (SELECT (SELECT count(*) FROM person) / max(firsts) AS m FROM answer_tally) AS n""",
    """UPDATE statistics_state SET counted_to = (SELECT max(id) FROM attempt), counting_to = NULL,
           person_done = 0, counted_at = now()""",
)
# What a course of two years holds beside what the filling gave: every question answered on every
# day, in three versions, with a thousand different answers.
YEARS = (
    """INSERT INTO question_day (question_id, digest, day, answered, counted, "right")
       SELECT question_id, 'v' || version, CURRENT_DATE - day, 40, 40, 25
       FROM (SELECT DISTINCT question_id FROM question_tally) AS q,
            generate_series(1, 730) AS day, generate_series(1, 3) AS version
       ON CONFLICT DO NOTHING""",
    """INSERT INTO answer_tally
           (question_id, digest, answer_key, answer, "right", counts, firsts, lasts, attempts)
       SELECT question_id, digest, 'k' || n, answer, "right", counts, 5, 0, 9
       FROM (SELECT DISTINCT ON (question_id) * FROM answer_tally) AS a,
            generate_series(1, 1000) AS n ON CONFLICT DO NOTHING""",
)


def measure(instance: Path, database_url: str) -> None:
    """On a database that `scale` has filled; counts first, as the job does."""
    with learners.opened(instance, database_url) as app:
        _count(app)
        with app.extensions["engine"].begin() as connection:
            for statement in YEARS:
                connection.execute(text(statement))
        with reading(), app.extensions["engine"].connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        cookie = trainer(app)
        lesson = catalogue.course().lessons[0]
        first = f"/studio/auswertung/{lesson.slug}"
        for name, path in (
            ("overview", "/studio/auswertung"),
            ("lesson", first),
            ("question", f"{first}/{lesson.questions[0].id}"),
        ):
            _page(app, name, path, cookie)
        _impact(lesson)


def _count(app: Flask) -> None:
    """The first steps as the job does them; the rest follows, because all people did the same."""
    course, steps = catalogue.course(), []
    for _ in range(STEPS):
        begun = time.monotonic()
        count_step(course, clock.now())
        session.commit()
        session.remove()
        steps.append(time.monotonic() - begun)
    report("insight_count_step", 1000 * median(steps), "ms for 100 people")
    with app.extensions["engine"].begin() as connection:
        for statement in REST:
            connection.execute(text(statement))
    begun = time.monotonic()
    sweep(clock.now())
    session.commit()
    session.remove()
    report("insight_sweep", 1000 * (time.monotonic() - begun), "ms")


def trainer(app: Flask) -> str:
    """A new trainer; the cookie of their browser."""
    now = clock.now()
    person = Person(name="Trainerin", role="trainer", created_at=now, confirmed_at=now)
    person.email = person.email_key = "bench-trainer@example.org"
    session.add(person)
    session.flush()
    key = new_device(person.id, "Messung", now)
    session.commit()
    session.remove()
    return learners.cookie_of(app, key)


def _page(app: Flask, name: str, path: str, cookie: str) -> None:
    browser = app.test_client(use_cookies=False)

    def get() -> None:
        answer = browser.get(path, headers={"Cookie": cookie})
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    get()
    with learners.counted(app) as statements:
        get()
    report(f"insight_{name}_queries", len(statements), "statements", goal=8, at_least=False)
    report(f"insight_{name}", _median(get), "ms", goal=300, at_least=False)


def _impact(lesson: Lesson) -> None:
    """The dearest edit: a question that everybody answered is changed, another one deleted."""
    first, second = lesson.questions[:2]
    edited = tuple(
        replace(block, digest="changed") if block is first else block
        for block in lesson.blocks
        if block is not second
    )
    new = replace(lesson, blocks=edited, digest="changed")

    def ask() -> None:
        report_on(lesson, new, clock.now())
        session.remove()

    report("impact_report", _median(ask, 3), "ms")


def _median(act: Callable[[], None], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.monotonic()
        act()
        taken.append(1000 * (time.monotonic() - begun))
    return median(taken)
