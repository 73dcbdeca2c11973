"""Writing in the editor: what is typed is there again, cleaned, and nothing of it goes online."""

from pathlib import Path
from typing import Any

import pytest

from leaderacademy.authoring.models import Draft
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from tests.authoring.conftest import LESSON, Desk


def test_a_draft_is_there_again_and_the_file_is_as_it_was(desk: Desk, file: Path) -> None:
    before = file.read_bytes()
    page = desk.change("## ", "## Neu: ")
    assert "## Neu: " in desk.open().one("#text").text
    assert "Änderung im Entwurf" in page.text
    assert file.read_bytes() == before
    assert "Neu: " not in desk.visitor.visit("/kurs/wer-steuert").text


def test_another_learner_may_not_write(desk: Desk, learner: Any) -> None:
    assert learner.get(LESSON).status_code == 403
    token = learner.visit("/konto").select("input[name=csrf_token]")[0].get("value")
    answer = learner.post(f"{LESSON}/entwurf", {"csrf_token": token, "text": "x", "began": ""})
    assert answer.status_code == 403


def test_text_as_in_the_file_is_no_draft(desk: Desk) -> None:
    text = desk.text
    desk.save(text + "\nMehr.\n")
    desk.save(text)
    assert session.query(Draft).count() == 0


def test_the_script_saves_without_a_word_when_nothing_else_happened(desk: Desk) -> None:
    answer = desk.script(desk.text + "\nMehr.\n")
    assert answer.status_code == 200
    assert set(answer.json) == {"digest", "saved", "changes"}
    assert "Mehr." in desk.open().one("#text").text


def test_a_question_without_an_id_gets_one_from_its_text_when_it_is_saved(desk: Desk) -> None:
    question = (
        "\n::: question\nWer führt das Boot?\n\n- ( ) Alle\n  > Nein.\n"
        "- (x) Wer den Hafen kennt\n  > Ja.\n:::\n"
    )
    assert "hat keine Kennung" in desk.script(desk.text + question, path="pruefen").json["parts"]
    desk.save(desk.text + question)
    assert "::: question wer-fuehrt-das-boot" in desk.text


def test_a_block_is_inserted_without_javascript(desk: Desk) -> None:
    desk.save(desk.text, insert="merksatz")
    assert desk.text.rstrip().endswith("::: remember\nEin Satz, der bleiben soll.\n:::")


def test_every_block_that_can_be_inserted_is_one_the_checker_takes(desk: Desk) -> None:
    start = desk.text
    for button in desk.page.select(".editor-bar [data-insert]"):
        text = start + "\n" + button.get("data-insert")
        found = desk.script(text, path="pruefen").json
        errors = [line for line in found["parts"].split("<li>") if "state-bad" in line]
        assert all("hat keine Kennung" in line for line in errors), button.get("value")


def test_a_remedy_is_applied_by_its_button(desk: Desk) -> None:
    desk.change("stage: A", "stage: A\n# nothing")
    page = desk.change("\n## ", "\n# ")
    fix = page.one("#probleme button[name=fix]")
    assert "statt #" in page.one("#probleme").text_content()
    desk.save(desk.text, fix=fix.get("value"))
    assert "\n# " not in desk.text.partition("---\n\n")[2]


def test_an_explanation_is_begun_where_one_is_missing(desk: Desk) -> None:
    start = desk.text.index("\n  > ")
    end = desk.text.index("\n", start + 1)
    page = desk.save(desk.text[:start] + desk.text[end:])
    fix = page.one("#probleme button[name=fix]")
    assert fix.text == "Zeile einfügen"
    desk.save(desk.text, fix=fix.get("value"))
    assert desk.text[start:].startswith("\n  > \n")


def test_word_text_is_cleaned(desk: Desk) -> None:
    desk.save(
        desk.text + "\n•\tErstens\r\n·  Zweitens\u2028o\tDrittens\n1.\tViertens\x0b\u200bEnde\n"
    )
    assert desk.text.endswith("- Erstens\n- Zweitens\n- Drittens\n1. Viertens\nEnde\n")


def test_a_megabyte_is_refused_with_the_text_still_there(desk: Desk) -> None:
    long = desk.text + "Wort " * 210_000
    page = desk.save(long, 422)
    assert "1.055\u00a0KB groß, erlaubt sind 200\u00a0KB" in page.one("#text-error").text_content()
    assert page.one("#text").text.count("Wort ") == 210_000
    answer = desk.script(long)
    assert answer.status_code == 422
    assert "200\u00a0KB" in answer.json["error"]
    assert session.query(Draft).count() == 0


def test_what_was_typed_survives_the_end_of_the_session(desk: Desk) -> None:
    typed = desk.text + "\nVor der Pause.\n"
    signed_in = desk.visitor.http.get_cookie("leaderacademy")
    assert signed_in is not None
    form = dict(desk.page.form("editor").form_values())
    desk.visitor.http.delete_cookie("leaderacademy")
    answer = desk.visitor.post(f"{LESSON}/entwurf", {**form, "text": typed})
    page = desk.visitor.checked(answer, 401)
    assert page.one("textarea[name=text]").text.removeprefix("\n").replace("\r\n", "\n") == typed
    # Signed in again in another window, the same page is sent once more.
    desk.visitor.http.set_cookie("leaderacademy", signed_in.value)
    values = dict(page.form("noch-einmal").form_values())
    sent = desk.visitor.post(f"{LESSON}/entwurf", values, headers={"Origin": "http://localhost"})
    assert sent.status_code == 303
    assert "Vor der Pause." in desk.open().one("#text").text


def test_the_script_is_told_that_nobody_is_signed_in(desk: Desk) -> None:
    text = desk.text
    desk.visitor.http.delete_cookie("leaderacademy")
    assert desk.script(text).status_code == 401


def test_a_discarded_draft_can_still_be_read(desk: Desk) -> None:
    desk.change("## ", "## Verworfen: ")
    page = desk.visitor.submit(desk.page, f"{LESSON}/verwerfen", 200)
    assert "Verworfen: " not in page.one("#text").text
    history = desk.visitor.visit(f"{LESSON}/verlauf")
    assert "Entwurf, nie veröffentlicht" in history.text


def test_a_new_lesson_is_a_draft_until_it_is_published(desk: Desk, course_files: Path) -> None:
    trainer = desk.visitor
    new = trainer.submit(
        trainer.visit("/studio/lektionen"), "neue-lektion", 200, title="Der Hafen ruft", stage="C"
    )
    address = new.response.request.path
    assert address == "/studio/lektionen/der-hafen-ruft"
    assert not list(course_files.glob("lessons/*ruft*"))
    assert "neu, nur Entwurf" in trainer.visit("/studio/lektionen").text
    Desk(trainer, address).publish()
    assert (course_files / "lessons/130-der-hafen-ruft.md").exists()
    assert trainer.visit("/kurs/der-hafen-ruft").one("h1").text_content() == "Der Hafen ruft"


@pytest.mark.parametrize("title", ["", "  ", "!!!"])
def test_a_lesson_needs_a_title(trainer: Any, course_files: Path, title: str) -> None:
    page = trainer.visit("/studio/lektionen")
    answer = trainer.submit(page, "neue-lektion", 422, title=title)
    assert "Titel aus Wörtern" in answer.text


def test_a_file_in_the_encoding_of_windows_is_read_and_mended(desk: Desk, file: Path) -> None:
    file.write_bytes(file.read_text().replace("\n", "\r\n").encode("cp1252"))
    desk.open()
    assert "ü" in desk.text
    desk.save(desk.text + "\nEnde.\n")
    desk.publish()
    assert "ü" in file.read_text(encoding="utf-8")
    assert not catalogue.problems()


def test_a_double_id_is_told_with_the_place_of_the_other(desk: Desk) -> None:
    copy = desk.text[desk.text.index("::: question") :].partition("\n:::")[0] + "\n:::\n"
    other = Desk(desk.visitor, "/studio/lektionen/im-takt")
    page = other.save(other.text + "\n" + copy)
    assert "gibt es schon in content/lessons/010-wer-steuert.md" in page.text
    assert "Fehler" in other.publish(409).text


def test_other_texts_are_edited_in_the_same_way(trainer: Any, course_files: Path) -> None:
    listed = [a.get("href") for a in trainer.visit("/studio/texte").select("tbody a")]
    assert "/studio/texte/glossar" in listed
    assert "/studio/texte/seite-impressum" in listed
    glossary = Desk(trainer, "/studio/texte/glossar")
    assert "Fehler" in glossary.change("terms:", "begriffe:").one("#probleme").text_content()
    assert "noch ein Fehler" in glossary.publish(409).text
    glossary.change("begriffe:", "terms:")
    first = next(iter(catalogue.course().glossary)).term
    glossary.change(f"term: {first}", f"term: {first}chen")
    glossary.publish()
    assert catalogue.course().glossary[0].term == f"{first}chen"
