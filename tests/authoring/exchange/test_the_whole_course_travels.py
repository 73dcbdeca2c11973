"""The whole course leaves as a ZIP and comes back: looked at first, whole or not at all."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from leaderacademy.authoring.rules.exchange.archive import read_archive, write_archive
from leaderacademy.authoring.service.documents import get_document
from leaderacademy.authoring.service.drafts import open_desk
from leaderacademy.authoring.service.history import versions_of
from leaderacademy.content.catalogue import catalogue
from tests.authoring.conftest import Desk
from tests.authoring.exchange.test_a_zip_is_read_with_suspicion import bomb, packed
from tests.authoring.exchange.test_questions_come_into_the_draft import upload
from tests.pages import Page

LESSON = "lessons/010-wer-steuert.md"


@pytest.fixture
def course(trainer: Any, course_files: Path) -> dict[str, bytes]:
    """The files of the course as they leave."""
    answer = trainer.get("/studio/austausch/kurs.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    return dict(read_archive(io.BytesIO(answer.data)).files)


def send(trainer: Any, files: dict[str, bytes], status: int = 200, **more: str) -> Page:
    data = write_archive(files, "Kurs")
    return send_bytes(trainer, data, status, **more)


def send_bytes(trainer: Any, data: bytes, status: int = 200, **more: str) -> Page:
    return upload(trainer, "/studio/austausch", "kurs", data, "kurs.zip", status, more, field="zip")


def changed(
    course: dict[str, bytes], before: str, after: str, name: str = LESSON
) -> dict[str, bytes]:
    text = course[name].decode()
    assert before in text
    return {**course, name: text.replace(before, after, 1).encode()}


def test_the_same_course_changes_nothing(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    assert len(course) > 40
    for name, data in course.items():
        assert (course_files / name).read_bytes() == data
    page = send(trainer, course, exact="1")
    assert "Der Kurs und die ZIP-Datei sind gleich." in page.text


def test_a_dry_run_shows_what_would_change_word_by_word(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files["lessons/130-neu.md"] = b"---\ntitle: Neu\nstage: A\nstatus: draft\n---\n\nEin Satz.\n"
    del files["media/kompass.svg"]
    before = (course_files / LESSON).read_bytes()
    page = send(trainer, files, exact="1")
    found = [row for row in page.select("tbody tr[class]") if row.cssselect("input")]
    rows = {_name(row): row for row in found}
    assert "geändert" in _words(rows[LESSON])
    assert [d.text_content() for d in rows[LESSON].cssselect("ins")] == ["sofort"]
    assert "neu" in _words(rows["lessons/130-neu.md"])
    assert "wird entfernt" in _words(rows["media/kompass.svg"])
    assert "käme" in page.text  # a figure would be missing
    assert "kompass" in page.one(".problems").text_content()
    assert (course_files / LESSON).read_bytes() == before
    assert open_desk(get_document("lektionen", "wer-steuert")).draft is None


def _name(row: Any) -> str:
    return str(row.cssselect("input")[0].get("value"))


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_as_drafts_nothing_goes_online(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files["lessons/130-neu.md"] = b"---\ntitle: Neu\nstage: A\nstatus: draft\n---\n\nEin Satz.\n"
    page = trainer.submit(send(trainer, files), "uebernehmen", 200, how="draft")
    assert "2 Texte liegen jetzt als Entwurf bereit" in page.text
    assert "sofort ein Name" in open_desk(get_document("lektionen", "wer-steuert")).text
    assert "Ein Satz." in Desk(trainer, "/studio/lektionen/neu").text
    assert "schnell ein Name" in (course_files / LESSON).read_text("utf-8")


def test_published_at_once_every_text_keeps_its_history(
    trainer: Any, course: dict[str, bytes], course_files: Path, client: Any
) -> None:
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files = changed(files, "title:", "title:", "pages/agb.md")
    files["pages/agb.md"] += b"\nEin neuer Satz.\n"
    page = trainer.submit(send(trainer, files), "uebernehmen", 200, how="publish", note="Umzug")
    assert "2 Dateien sind jetzt online" in page.text
    assert "sofort ein Name" in client.visit("/kurs/wer-steuert").text
    newest, found = versions_of("lektionen/wer-steuert")
    assert (newest.note, newest.kind, found.kind) == ("Umzug", "published", "found")
    assert versions_of("texte/seite-agb")[0].note == "Umzug"


def test_only_the_ticked_files_are_taken(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files["pages/agb.md"] += b"\nEin neuer Satz.\n"
    page = send(trainer, files)
    trainer.submit(page, "uebernehmen", 200, how="publish", file=["pages/agb.md"])
    assert "Ein neuer Satz." in (course_files / "pages/agb.md").read_text("utf-8")
    assert "schnell ein Name" in (course_files / LESSON).read_text("utf-8")
    nothing = trainer.submit(page, "uebernehmen", 200, how="publish", file=None)
    assert "keine Datei angekreuzt" in nothing.text


def test_another_trainers_open_draft_is_merged_or_kept(
    trainer: Any, course: dict[str, bytes], other_trainer: Any, course_files: Path
) -> None:
    Desk(other_trainer).change("dürfen andere entscheiden", "dürfen alle entscheiden")
    page = send(trainer, changed(course, "schnell ein Name", "sofort ein Name"))
    assert "Hier liegt ein Entwurf von Bert Trainer" in page.text
    trainer.submit(page, "uebernehmen", 200, how="draft")
    text = Desk(other_trainer).text
    assert "sofort ein Name" in text
    assert "dürfen alle entscheiden" in text


def test_the_same_line_in_an_open_draft_is_refused_whole(
    trainer: Any, course: dict[str, bytes], other_trainer: Any, course_files: Path
) -> None:
    Desk(other_trainer).change("schnell ein Name", "gleich ein Name")
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files = changed(files, "title:", "title:", "pages/agb.md")
    files["pages/agb.md"] += b"\nEin neuer Satz.\n"
    page = trainer.submit(send(trainer, files), "uebernehmen", 409, how="draft")
    assert "Entwurf von Bert Trainer" in page.text
    assert "gleich ein Name" in Desk(other_trainer).text
    assert open_desk(get_document("texte", "seite-agb")).draft is None


def test_after_publishing_the_other_trainer_sees_both_versions(
    trainer: Any, course: dict[str, bytes], other_trainer: Any, course_files: Path
) -> None:
    Desk(other_trainer).change("schnell ein Name", "gleich ein Name")
    files = changed(course, "schnell ein Name", "sofort ein Name")
    trainer.submit(send(trainer, files), "uebernehmen", 200, how="publish")
    desk = Desk(other_trainer)
    assert "gleich ein Name" in desk.text
    assert "Die Datei wurde inzwischen auf dem Server geändert" in desk.page.text


def test_double_ids_across_lessons_are_shown_and_never_go_online(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    files = dict(course)
    files["lessons/130-kopie.md"] = course[LESSON].replace(b"Wer steuert hier", b"Kopie: Wer")
    page = send(trainer, files)
    assert "Die Kennung „leader-erkennen“ gibt es schon in" in page.text
    refused = trainer.submit(page, "uebernehmen", 409, how="publish", note="Mein Satz")
    assert "es wurde nichts geändert" in refused.text
    assert refused.one("#note").get("value") == "Mein Satz"
    assert not (course_files / "lessons/130-kopie.md").exists()


def test_a_full_disk_leaves_every_file_as_it_was(
    trainer: Any, course: dict[str, bytes], course_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files["pages/agb.md"] += b"\nEin neuer Satz.\n"
    page = send(trainer, files)
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        refused = trainer.submit(page, "uebernehmen", 503, how="publish")
    assert "Der Speicherplatz auf dem Server ist voll" in refused.text
    for name in (LESSON, "pages/agb.md"):
        assert (course_files / name).read_bytes() == course[name]
    assert not list(course_files.rglob(".*"))
    assert versions_of("texte/seite-agb") == []
    trainer.submit(refused, "uebernehmen", 200, how="publish")
    assert "Ein neuer Satz." in (course_files / "pages/agb.md").read_text("utf-8")


def test_a_file_that_cannot_take_its_name_takes_the_others_back(
    trainer: Any, course: dict[str, bytes], course_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = changed(course, "schnell ein Name", "sofort ein Name")
    files["pages/agb.md"] += b"\nEin neuer Satz.\n"
    page = send(trainer, files)
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "agb.md":
            # The first file has its new text by now: all or nothing is more than luck here.
            assert "sofort ein Name" in (course_files / LESSON).read_text("utf-8")
            raise OSError(errno.EIO, "broken")
        return really(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        trainer.submit(page, "uebernehmen", 503, how="publish")
    for name in (LESSON, "pages/agb.md"):
        assert (course_files / name).read_bytes() == course[name]
    assert not list(course_files.rglob(".*"))


def test_a_lesson_with_another_number_moves(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    files = dict(course)
    files["lessons/025-wer-steuert.md"] = files.pop(LESSON)
    page = send(trainer, files, exact="1")
    assert "bisher lessons/010-wer-steuert.md" in page.text
    trainer.submit(page, "uebernehmen", 200, how="publish")
    catalogue.refresh()
    assert [lesson.slug for lesson in catalogue.course().lessons][:2] == ["im-takt", "wer-steuert"]


def test_removed_texts_can_be_restored(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    files = {name: data for name, data in course.items() if name != "pages/barrierefreiheit.md"}
    page = send(trainer, files, exact="1")
    chosen = ["pages/barrierefreiheit.md"]
    answer = trainer.submit(page, "uebernehmen", None, how="publish", file=chosen)
    gone = not (course_files / "pages/barrierefreiheit.md").exists()
    assert gone == ("jetzt online" in answer.text)
    if gone:
        assert versions_of("texte/seite-barrierefreiheit")[0].kind == "deleted"


def test_pictures_are_looked_into(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    def photo(**how: Any) -> bytes:
        stream = io.BytesIO()
        Image.new("RGB", (60, 40), "#a3126a").save(stream, "PNG", **how)
        return stream.getvalue()

    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    files = {**course, "media/gut.png": photo(), "media/verraet.png": photo(exif=exif)}
    files |= {"media/kein-bild.png": b"MZ", "media/falsch.webp": photo()}
    files["media/boese.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    page = send(trainer, files)
    refused = [_words(row) for row in page.select("tr.is-refused")]
    assert len(refused) == 4
    assert any("Ort, Kamera oder Herkunft" in text for text in refused)
    trainer.submit(page, "uebernehmen", 200, how="draft")
    assert (course_files / "media/gut.png").exists()
    assert not (course_files / "media/boese.svg").exists()


def test_what_is_not_utf_8_is_named_and_left_out(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    page = send(trainer, {**course, LESSON: "für".encode("cp1252")})
    assert "kein Text in UTF-8" in page.one("tr.is-refused").text_content()
    assert not page.select("form#uebernehmen button")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Guten Tag", "keine ZIP-Datei"),
        (packed({"../x.md": b"x"}), "außerhalb des Kurses"),
        (bomb(4_000_000_000, 4_000_000_000), "nichts ausgepackt"),
    ],
    ids=["no zip", "path", "bomb"],
)
def test_a_bad_zip_is_answered_at_the_field(
    trainer: Any, course_files: Path, data: bytes, said: str
) -> None:
    page = send_bytes(trainer, data, 422)
    assert said in page.one("#zip-error").text_content()


def test_a_parcel_that_is_gone_asks_for_the_file_again(
    trainer: Any, course: dict[str, bytes], course_files: Path
) -> None:
    page = send(trainer, changed(course, "schnell ein Name", "sofort ein Name"))
    answer = trainer.submit(page, "uebernehmen", 410, how="publish", parcel="x" * 64)
    assert "Lesen Sie die ZIP-Datei noch einmal" in answer.one("#zip-error").text_content()
