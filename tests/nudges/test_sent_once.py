"""No restart, no second worker and no second night sends a mail twice."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from leaderacademy.config import ROOT
from leaderacademy.core import jobs
from leaderacademy.core.database import session
from leaderacademy.core.jobs import LEASE, Job
from leaderacademy.nudges.models import CourseMail
from leaderacademy.nudges.service import sending
from tests.nudges.conftest import MORNING, completed, mails, new_learner, night, work

Outbox = Callable[[], list[EmailMessage]]
LATER = MORNING + timedelta(hours=3)


def many(count: int) -> None:
    for number in range(1, count + 1):
        completed(new_learner(number, days=2, token=f"t{number}"), "im-takt")


def test_the_selection_twice_in_one_night_plans_one_mail(app: Flask) -> None:
    many(3)
    assert night() == 3
    assert night() == 0


def test_two_selections_at_the_same_time_plan_one_mail_each(app: Flask) -> None:
    many(5)
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(night())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 5
    assert len(mails()) == 5


def test_the_database_itself_refuses_two_on_one_day_and_one_kind_twice_in_a_round(
    app: Flask,
) -> None:
    someone = new_learner()
    row = {"person_id": someone, "state": "planned", "created_at": MORNING}
    row |= {"run_at": MORNING, "goal": ""}
    first = {**row, "kind": "a", "round": 1, "day": date(2027, 3, 2)}
    session.execute(insert(CourseMail).values(first))
    session.commit()
    for second in (
        {**row, "kind": "b", "round": 1, "day": date(2027, 3, 2)},
        {**row, "kind": "a", "round": 1, "day": date(2027, 3, 9)},
    ):
        with pytest.raises(IntegrityError):
            session.execute(insert(CourseMail).values(second))
        session.rollback()


def test_a_free_day_lies_between_two_mails(app: Flask) -> None:
    someone = new_learner(days=9)
    completed(someone, "im-takt", "kleine-schritte")
    planned = [night(MORNING + timedelta(days=days)) for days in range(4)]
    assert planned == [1, 0, 1, 0]


def test_each_kind_comes_once(app: Flask, outbox: Outbox) -> None:
    completed(new_learner(days=2), "im-takt")
    for days in range(27):
        night(MORNING + timedelta(days=days))
    assert Counter(mail.kind for mail in mails())["takt-test"] == 1


def _run_again(kind: str) -> None:
    """As if a worker had died before its job was noted as done."""
    job = session.scalars(select(Job).where(Job.kind == kind)).one()
    job.done_at, job.lease_until, job.payload = None, MORNING, _payloads[kind]
    session.commit()


_payloads: dict[str, dict[str, object]] = {}


def _remember() -> None:
    session.remove()
    for job in session.scalars(select(Job).where(Job.kind.startswith("course-mail"))):
        if "letter" in job.payload or job.kind == "course-mail":
            _payloads[job.kind] = dict(job.payload)
    session.remove()


def _twice(before_the_second: Callable[[], None]) -> None:
    many(1)
    night()
    _remember()
    jobs.run_due(LATER, limit=1)
    assert mails()[0].state == "written"
    _remember()
    work(LATER)
    before_the_second()
    for kind in ("course-mail", "course-mail-letter"):
        _run_again(kind)
    work(LATER + LEASE * 2)


def test_a_job_that_is_run_again_finds_its_mail_sent(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered = _counting(monkeypatch)
    _twice(lambda: None)
    assert len(delivered) == 1


def test_without_the_guard_the_same_goes_out_twice(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with the state ignored, the test above must fail."""
    delivered = _counting(monkeypatch)

    def guard_off() -> None:
        monkeypatch.setattr(sending, "_is_in", lambda _row, _state: True)
        monkeypatch.setattr(sending, "_claim", lambda *_a, **_k: True)

    _twice(guard_off)
    assert len(delivered) > 1


def _counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    from leaderacademy.core import mail

    delivered: list[str] = []
    put = mail._put_into_folder

    def count(folder: Path, name: str, message: EmailMessage) -> None:
        delivered.append(name)
        put(folder, name, message)

    monkeypatch.setattr(mail, "_put_into_folder", count)
    return delivered


def test_a_killed_worker_leaves_no_mail_behind_and_repeats_none_that_was_marked(
    app: Flask, tmp_path: Path
) -> None:
    """kill -9 amid the sending: the next worker goes on where the marks end."""
    many(12)
    night()
    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    folder = tmp_path / "mail"
    folder.mkdir()
    worker = _worker(url, folder, LATER)
    deadline = time.monotonic() + 60
    while len(_handed_over(folder)) < 4 and time.monotonic() < deadline:
        time.sleep(0.001)
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=60)
    marked = {mail.person_id for mail in mails() if mail.state == "sent"}
    assert 3 <= len(marked) < 12
    out, _ = _worker(url, folder, LATER + LEASE * 2).communicate(timeout=60)
    assert b"done" in out
    lines = _handed_over(folder)
    handed = Counter(line.split()[0] for line in lines)
    assert len(handed) == 12
    assert {mail.state for mail in mails()} == {"sent"}
    for number in marked:
        assert handed[f"lena{number}@example.org"] == 1
    # Between mail server and mark lies one moment: a kill there repeats the same Message-ID.
    assert len(lines) <= 13
    assert len({line.split()[1] for line in lines}) == 12


def _handed_over(folder: Path) -> list[str]:
    log = folder / "log"
    return log.read_text().split("\n")[:-1] if log.exists() else []


def _worker(url: str, folder: Path, moment: datetime) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.nudges.sending"),
            json.dumps([url, str(folder), moment.isoformat()]),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
