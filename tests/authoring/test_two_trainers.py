"""Two trainers at one lesson, and a file that somebody changes beside the studio."""

import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.authoring.models import Draft, KeptText
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.service import drafts
from leaderacademy.authoring.service.drafts import open_desk, save_draft
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from tests.authoring.conftest import LESSON, Desk

FIRST = Document("lektionen", "wer-steuert", "lessons/010-wer-steuert.md")


def _stored() -> str:
    session.expire_all()
    return session.scalars(select(KeptText.text).join(Draft, Draft.digest == KeptText.digest)).one()


def test_the_second_sees_that_somebody_is_writing(desk: Desk, other_trainer: Any) -> None:
    desk.change("## ", "## Neu: ")
    assert "Tina Trainer schreibt gerade auch" in Desk(other_trainer).page.text
    assert "schreibt gerade" not in desk.open().text


def test_the_second_sees_it_from_opening_on(desk: Desk, other_trainer: Any) -> None:
    assert desk.script("", path="da").json == {"others": []}
    other = Desk(other_trainer)
    assert "Tina Trainer hat diesen Text gerade auch offen" in other.page.text
    assert other.script("", path="da").json == {"others": ["Tina Trainer"]}
    assert desk.script("", path="da").json == {"others": ["Bert Trainer"]}
    assert "gerade auch offen" not in Desk(other_trainer, "/studio/lektionen/im-takt").page.text


def test_who_closed_the_window_is_not_there_for_long(
    desk: Desk, other_trainer: Any, moved_clock: Any
) -> None:
    desk.script("", path="da")
    moved_clock.forward(seconds=100)
    assert "gerade auch offen" in Desk(other_trainer).page.text
    moved_clock.forward(seconds=60)
    assert "gerade auch offen" not in Desk(other_trainer).page.text


def test_changes_in_different_places_are_brought_together(desk: Desk, other_trainer: Any) -> None:
    other = Desk(other_trainer)
    desk.save(desk.text, insert="merksatz")
    page = other.save(other.text.replace("minutes: 5", "minutes: 9"))
    assert "zusammengeführt" in page.text
    assert "minutes: 9" in _stored()
    assert "Ein Satz, der bleiben soll." in _stored()


def test_the_script_hears_what_the_other_wrote(desk: Desk, other_trainer: Any) -> None:
    other = Desk(other_trainer)
    began = other.page.form("editor").fields["began"]
    desk.save(desk.text + "\nAm Ende.\n")
    answer = other.script(other.text.replace("minutes: 5", "minutes: 9"), began)
    assert answer.json["merged"] == "Tina Trainer"
    assert "minutes: 9" in answer.json["text"]
    assert answer.json["text"].endswith("Am Ende.\n")


def test_the_same_line_is_never_overwritten_silently(desk: Desk, other_trainer: Any) -> None:
    other = Desk(other_trainer)
    desk.change("minutes: 5", "minutes: 7")
    assert other.script(other.text.replace("minutes: 5", "minutes: 9")).status_code == 409
    page = other.save(other.text.replace("minutes: 5", "minutes: 9"), 409)
    assert "minutes: 7" in _stored()
    assert "Tina Trainer" in page.one(".conflict").text_content()
    assert [one.text for one in page.select(".conflict pre")] == ["minutes: 9\n", "minutes: 7\n"]
    where = f"{LESSON}/zusammenfuehren"
    assert other_trainer.submit(page, where, 200, **{"choice-0": "mine"}).select("#text")
    assert "minutes: 9" in _stored()
    assert "minutes: 7" not in _stored()


def test_what_nobody_decided_keeps_both(desk: Desk, other_trainer: Any) -> None:
    other = Desk(other_trainer)
    desk.change("minutes: 5", "minutes: 7")
    page = other.save(other.text.replace("minutes: 5", "minutes: 9"), 409)
    other_trainer.submit(page, f"{LESSON}/zusammenfuehren", 200)
    assert "minutes: 9\nminutes: 7\n" in _stored()


def test_a_third_saving_during_the_decision_is_seen_too(desk: Desk, other_trainer: Any) -> None:
    other = Desk(other_trainer)
    desk.change("minutes: 5", "minutes: 7")
    page = other.save(other.text.replace("minutes: 5", "minutes: 9"), 409)
    desk.change("minutes: 7", "minutes: 8")
    again = other_trainer.submit(page, f"{LESSON}/zusammenfuehren", 409, **{"choice-0": "mine"})
    assert again.select(".conflict pre")[1].text == "minutes: 8\n"
    assert "minutes: 8" in _stored()


def test_a_changed_file_is_told_and_taken_in(desk: Desk, file: Path) -> None:
    desk.save(desk.text + "\nAm Ende.\n")
    file.write_text(file.read_text().replace("minutes: 5", "minutes: 6"))
    page = desk.open()
    assert "auf dem Server geändert" in page.text
    assert "Führen Sie beides zusammen" in desk.visitor.visit(f"{LESSON}/veroeffentlichen").text
    assert "jemand anders gespeichert" in desk.publish(409).text
    assert "auf der Platte geändert" in desk.visitor.visit("/studio/lektionen").text
    desk.visitor.submit(page, f"{LESSON}/zusammenfuehren", 200)
    assert "minutes: 6" in _stored()
    assert _stored().endswith("Am Ende.\n")
    desk.publish()
    assert "minutes: 6" in file.read_text()


def test_a_file_changed_in_the_same_line_is_a_conflict(desk: Desk, file: Path) -> None:
    desk.change("minutes: 5", "minutes: 7")
    file.write_text(file.read_text().replace("minutes: 5", "minutes: 6"))
    page = desk.visitor.submit(desk.open(), f"{LESSON}/zusammenfuehren", 409)
    assert "in der Datei auf dem Server" in page.text
    desk.visitor.submit(page, f"{LESSON}/zusammenfuehren", 200, **{"choice-0": "theirs"})
    # What the file says is what the draft says now.
    assert "minutes: 6" in desk.open().one("#text").text
    assert "auf dem Server geändert" not in desk.page.text


def test_a_deleted_file_comes_back_with_the_draft(desk: Desk, file: Path) -> None:
    desk.save(desk.text + "\nAm Ende.\n")
    file.unlink()
    page = desk.open()
    assert "auf dem Server gelöscht" in page.text
    desk.visitor.submit(page, f"{LESSON}/zusammenfuehren", 200)
    desk.publish()
    assert file.read_text().endswith("Am Ende.\n")


def _write_at_once(app: Flask, count: int) -> list[str]:
    """As many trainers as said add a line of their own to the same text at the same moment."""
    with app.app_context():
        start = open_desk(FIRST)
        text, began = start.text, start.digest
        session.rollback()
    lines = text.split("\n")
    barrier, failed = threading.Barrier(count), list[str]()

    def one(number: int) -> None:
        mine = list(lines)
        mine[9 + 12 * number] += f" (Trainer {number})"
        try:
            with app.app_context():
                barrier.wait(20)
                save_draft(FIRST, "\n".join(mine), began, Actor(None, f"T{number}"), clock.now())
                session.commit()
        except Exception as error:
            failed.append(repr(error))
        finally:
            session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failed


def _survivors(count: int) -> int:
    return sum(f"(Trainer {number})" in _stored() for number in range(count))


def test_of_many_who_save_at_once_nobody_is_lost(app: Flask, course_files: Path) -> None:
    assert _write_at_once(app, 4) == []
    assert _survivors(4) == 4


def test_without_looking_at_the_number_somebody_would_be_lost(
    app: Flask, course_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: written without a look at what was saved since, texts vanish."""

    def blindly(desk: drafts.Desk, text: str, actor: Actor, now: Any) -> bool:
        digest = drafts.keep_text(text, now)
        values = {"name": desk.document.name, "digest": digest, "author": actor.name}
        statement = drafts.upsert(Draft.__table__).values(
            document=desk.document.key, saved_at=now, number=1, **values
        )
        session.execute(statement.on_conflict_do_update(index_elements=["document"], set_=values))
        return True

    monkeypatch.setattr(drafts, "_write", blindly)
    monkeypatch.setattr(drafts, "_merged", lambda desk, mine, began: mine)
    assert _write_at_once(app, 4) == []
    assert _survivors(4) < 4
