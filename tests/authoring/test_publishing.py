"""Publishing: checked, kept, written whole, and refused with a reason."""

import errno
import os
import subprocess
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leaderacademy.authoring.models import Draft, LessonVersion
from leaderacademy.authoring.service import repository
from leaderacademy.authoring.service.planning import publish_as_planned
from leaderacademy.core import clock
from leaderacademy.core.audit import recent_actions
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from tests.authoring.conftest import LESSON, Desk


def _versions() -> list[LessonVersion]:
    return session.query(LessonVersion).order_by(LessonVersion.id).all()


def test_what_is_published_stands_in_the_file_and_on_the_page(desk: Desk, file: Path) -> None:
    desk.change("## ", "## Ganz neu: ")
    assert "Wen es betrifft" in desk.visitor.visit(f"{LESSON}/veroeffentlichen").text
    page = desk.publish(note="Zwischentitel klarer")
    assert "Veröffentlicht." in page.text
    assert "## Ganz neu: " in file.read_text()
    assert "Ganz neu: " in desk.visitor.visit("/kurs/wer-steuert").text
    assert session.query(Draft).count() == 0
    found, published = _versions()
    assert (found.kind, found.author) == ("found", "Leader Academy")
    assert (published.kind, published.author) == ("published", "Tina Trainer")
    assert published.note == "Zwischentitel klarer"
    assert recent_actions(1)[0].action == "lesson-published"
    assert not list(file.parent.glob(".*"))


def test_an_error_is_named_and_nothing_is_published(desk: Desk, file: Path) -> None:
    before = file.read_text()
    desk.change("(x)", "( )")
    page = desk.publish(409)
    assert "hat keine richtige Antwort" in page.text
    assert page.select(f'a[href^="{LESSON}#zeile-"]')
    assert file.read_text() == before
    assert not _versions()


def test_an_error_that_is_brought_to_another_file_counts_too(desk: Desk, file: Path) -> None:
    exercise = desk.text[desk.text.index("::: exercise") :].partition("\n:::")[0] + "\n:::\n"
    desk.save(desk.text.replace(exercise, ""))
    assert "füllt keine Übung" in desk.page.one("#probleme").text_content()
    assert "füllt keine Übung" in desk.publish(409).text
    assert "::: exercise" in file.read_text()


def test_a_full_disk_loses_nothing(desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.change("## ", "## Ganz neu: ")
    before = file.read_text()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    page = desk.publish(503)
    assert "Der Speicherplatz auf dem Server ist voll." in page.text
    assert file.read_text() == before
    assert not list(file.parent.glob(".*"))
    assert not _versions()
    monkeypatch.undo()
    desk.publish()
    assert "## Ganz neu: " in file.read_text()


def test_a_folder_without_write_permission_is_said(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.change("## ", "## Ganz neu: ")

    def refuse(*_arguments: Any, **_more: Any) -> Any:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refuse)
    assert "schreibgeschützt" in desk.publish(503).text


def test_publishing_takes_less_than_half_a_second(desk: Desk) -> None:
    """Of this process: how long the rest of the machine takes is not ours."""
    desk.change("## ", "## Schnell: ")
    page = desk.visitor.visit(f"{LESSON}/veroeffentlichen")
    data = dict(page.form("veroeffentlichen").form_values())
    started = time.process_time()
    assert desk.visitor.post(f"{LESSON}/veroeffentlichen", data).status_code == 303
    assert time.process_time() - started < 0.5


def test_somebody_who_saved_meanwhile_is_read_first(desk: Desk, other_trainer: Any) -> None:
    desk.change("## ", "## Meins: ")
    page = desk.visitor.visit(f"{LESSON}/veroeffentlichen")
    other = Desk(other_trainer)
    other.save(other.text + "\nUnd noch etwas.\n")
    answer = desk.visitor.submit(page, "veroeffentlichen", 409)
    assert "jemand anders gespeichert" in answer.text
    assert "Und noch etwas." in answer.one(".diff").text_content()


def test_a_lesson_can_appear_later(desk: Desk, moved_clock: Any, file: Path) -> None:
    desk.publish()
    desk.visitor.submit(desk.visitor.visit(f"{LESSON}/veroeffentlichen"), "zurueckziehen", 200)
    assert "status: draft" in file.read_text()
    assert desk.visitor.get("/kurs/wer-steuert").status_code == 404
    assert "Geben Sie den Tag an" in desk.publish(422, when="later", day="morgen").text
    day = date.today() + timedelta(days=3)  # noqa: DTZ011
    assert "Geplant." in desk.publish(when="later", day=day.isoformat()).text
    assert f"publish_at: {day}" in file.read_text()
    assert "geplant ab" in desk.page.text
    assert desk.visitor.get("/kurs/wer-steuert").status_code == 404
    assert "Veröffentlicht." in desk.publish(when="now").text
    assert "publish_at" not in file.read_text()
    assert desk.visitor.get("/kurs/wer-steuert").status_code == 200


def _plan(desk: Desk, moved_clock: Any, **span: float) -> str:
    at = (clock.now() + timedelta(**span)).astimezone(ZoneInfo("Europe/Berlin"))
    return desk.publish(when="at", at=f"{at:%Y-%m-%dT%H:%M}", note="geplant").text


def test_a_change_goes_online_at_its_time(desk: Desk, moved_clock: Any, file: Path) -> None:
    desk.change("## ", "## Morgen: ")
    assert "Geben Sie an, wann" in desk.publish(422, when="at", at="bald").text
    assert "in der Vergangenheit" in desk.publish(422, when="at", at="2020-01-01T10:00").text
    assert "Geplant." in _plan(desk, moved_clock, hours=2)
    assert "geht online am" in desk.page.text
    run_due(clock.now())
    assert "Morgen: " not in file.read_text()
    moved_clock.forward(hours=3)
    run_due(clock.now())
    assert "## Morgen: " in file.read_text()
    version = _versions()[-1]
    assert (version.author, version.note) == ("Tina Trainer", "geplant")
    # Once more, as after a crash: nothing happens twice.
    count = len(_versions())
    payload = session.query(Job).filter_by(kind="publish-text").one().payload
    assert not publish_as_planned(payload, clock.now())
    assert len(_versions()) == count


def test_whoever_changes_the_text_lifts_the_plan(desk: Desk, moved_clock: Any, file: Path) -> None:
    desk.change("## ", "## Morgen: ")
    _plan(desk, moved_clock, hours=2)
    assert (
        "geht online am"
        in desk.visitor.visit("/studio/lektionen").one("#lektion-wer-steuert").text_content()
    )
    page = desk.save(desk.open().one("#text").text + "\nUnd mehr.\n")
    assert "die Planung ist damit aufgehoben" in page.text
    moved_clock.forward(hours=3)
    run_due(clock.now())
    assert "Morgen: " not in file.read_text()
    assert "Und mehr." in desk.open().one("#text").text


def test_a_plan_that_cannot_be_kept_is_noted_and_the_draft_stays(
    desk: Desk, moved_clock: Any, file: Path
) -> None:
    desk.change("## ", "## Morgen: ")
    _plan(desk, moved_clock, hours=2)
    file.write_text(file.read_text() + "\nDaneben geschrieben.\n")
    moved_clock.forward(hours=3)
    run_due(clock.now())
    assert "Morgen: " not in file.read_text()
    assert recent_actions(1)[0].action == "lesson-not-published"
    assert "Morgen: " in desk.open().one("#text").text


def test_a_lesson_that_others_need_is_not_deleted(desk: Desk, file: Path) -> None:
    page = desk.visitor.visit(f"{LESSON}/loeschen")
    assert "anderes an ihr hängt" in page.text
    assert "füllt keine Übung" in page.text
    token = desk.page.form("editor").fields["csrf_token"]
    assert desk.visitor.post(f"{LESSON}/loeschen", {"csrf_token": token}).status_code == 409
    assert file.exists()


def test_a_deleted_lesson_can_be_brought_back(desk: Desk, course_files: Path) -> None:
    trainer = desk.visitor
    trainer.submit(trainer.visit("/studio/lektionen"), "neue-lektion", 200, title="Nur kurz da")
    new = Desk(trainer, "/studio/lektionen/nur-kurz-da")
    new.publish()
    file = course_files / "lessons/130-nur-kurz-da.md"
    text = file.read_text()
    page = trainer.visit(f"{new.address}/loeschen")
    listed = trainer.submit(page, "loeschen", 200)
    assert not file.exists()
    assert "gelöscht am" in listed.text
    assert trainer.get("/kurs/nur-kurz-da").status_code == 404
    history = trainer.visit(f"{new.address}/verlauf")
    version = history.select("tbody th a")[0].get("href").partition("#")[0]
    trainer.submit(trainer.visit(version), "wiederherstellen", 200)
    new.publish()
    assert file.read_text() == text


def test_every_version_can_be_compared_and_brought_back(desk: Desk, file: Path) -> None:
    original = file.read_text()
    desk.change("## ", "## Ganz ")
    desk.publish(note="erste")
    desk.save(desk.open().one("#text").text.removeprefix("\n") + "\nMehr.\n")
    desk.publish(note="zweite")
    history = desk.visitor.visit(f"{LESSON}/verlauf")
    assert [row.text_content() for row in history.select("tbody td:last-child")] == [
        "zweite",
        "erste",
        "",
    ]
    links = [a.get("href").partition("#")[0] for a in history.select("tbody th a")]
    changed = desk.visitor.visit(links[1])
    assert changed.select(".diff ins")
    oldest = desk.visitor.visit(links[2] + "&gegen=jetzt")
    page = desk.visitor.submit(oldest, "wiederherstellen", 200)
    assert page.one("#text").text.removeprefix("\n") == original
    desk.publish()
    assert file.read_text() == original
    assert _versions()[-1].kind == "restored"


def test_versions_keep_their_order_when_the_clock_jumps_back(desk: Desk, moved_clock: Any) -> None:
    desk.change("## ", "## Eins ")
    desk.publish(note="eins")
    moved_clock.forward(days=-400)
    desk.save(desk.open().one("#text").text + "\nZwei\n")
    desk.publish(note="zwei")
    history = desk.visitor.visit(f"{LESSON}/verlauf")
    assert history.select("tbody td:last-child")[0].text_content() == "zwei"


def test_what_was_changed_beside_the_studio_is_kept_as_a_version(desk: Desk, file: Path) -> None:
    desk.change("## ", "## Eins ")
    desk.publish()
    file.write_text(file.read_text() + "\nAus git.\n")
    desk.open()
    desk.save(desk.text + "\nUnd mehr.\n")
    desk.publish()
    assert [version.kind for version in _versions()] == ["found", "published", "found", "published"]


@pytest.fixture
def committing() -> Any:
    repository.configure(True)
    yield
    repository.configure(False)


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["/usr/bin/git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    ).stdout


def test_publishing_commits_where_that_is_wanted(
    desk: Desk, course_files: Path, committing: None
) -> None:
    _git(course_files, "init", "-q")
    _git(course_files, "add", ".")
    _git(course_files, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x")
    (course_files / "glossary.yml").write_text("terms: []\n")
    desk.change("## ", "## Ganz neu: ")
    desk.publish(note="Klarer gesagt")
    log = _git(course_files, "log", "-1", "--stat", "--format=%an: %s")
    assert log.startswith("Tina Trainer: Klarer gesagt")
    assert "lessons/010-wer-steuert.md" in log
    assert "glossary.yml" not in log


def test_a_failing_git_does_not_stop_publishing(desk: Desk, file: Path, committing: None) -> None:
    desk.change("## ", "## Ganz neu: ")
    page = desk.publish()
    assert "git hat den Stand nicht aufgenommen" in page.text
    assert "## Ganz neu: " in file.read_text()
