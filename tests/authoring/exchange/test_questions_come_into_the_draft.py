"""Questions of a file come into the draft of a lesson, after a report and never by themselves."""

from pathlib import Path
from typing import Any

import pytest

from leaderacademy.authoring.service.documents import get_document
from leaderacademy.authoring.service.drafts import open_desk
from leaderacademy.content.catalogue import catalogue
from tests.authoring.conftest import Desk
from tests.authoring.exchange.strict import complaints
from tests.databases import on_one_database
from tests.pages import Page

GIFT = """
::Der Hafen::Was ist ein Hafen? {
=Ein Ziel#Genau.
~Ein Boot#Das fährt dorthin.
}

::Freitext::Schreiben Sie etwas. {}

::leader-erkennen::Wer führt? { =Wer das Ziel kennt ~%50%Wer viel schreibt }
"""


def send(
    trainer: Any, data: bytes, name: str = "fragen.txt", status: int = 200, **more: str
) -> Page:
    """Choose a file on the page and press the button."""
    fields = {"lesson": "wer-steuert", **more}
    return upload(trainer, "/studio/austausch", "fragen", data, name, status, fields)


def upload(
    trainer: Any,
    page: str,
    form: str,
    data: bytes,
    name: str,
    status: int,
    fields: dict[str, str],
    field: str = "file",
) -> Page:
    token = trainer.visit(page).form(form).fields["csrf_token"]
    # Written by hand: the test client would leave its own copy of a large file open.
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in {"csrf_token": token, **fields}.items()
    ]
    what = f'form-data; name="{field}"; filename="{name}"'
    head = f"--x\r\nContent-Disposition: {what}\r\n\r\n"
    body = ("".join(parts) + head).encode() + data + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    answer = trainer.post(f"{page}/{form}", body, content_type=kind)
    return trainer.checked(answer, status)  # type: ignore[no-any-return]


@pytest.fixture
def report(trainer: Any, course_files: Path) -> Page:
    return send(trainer, GIFT.encode())


def test_the_report_says_line_by_line_what_happens_and_why(report: Page) -> None:
    assert "1 übernommen, 1 geändert, 1 abgelehnt" in report.text
    rows = [" ".join(row.text_content().split()) for row in report.select("tbody tr")]
    assert rows[0].startswith("2Der Hafen") or rows[0].startswith("2 Der Hafen")
    assert "Freie Antworten gibt es hier nicht" in rows[1]
    assert "Teilpunkte (50 %) gibt es hier nicht" in rows[2].replace("\u00a0", " ")
    assert len(report.select("input[name=question]")) == 2


def test_reading_keeps_nothing(report: Page) -> None:
    desk = open_desk(get_document("lektionen", "wer-steuert"))
    assert desk.draft is None


def test_the_ticked_ones_come_into_the_draft_and_not_online(
    trainer: Any, report: Page, file: Path
) -> None:
    before = file.read_text("utf-8")
    page = trainer.submit(report, "uebernehmen", 200)
    text = page.one("#text").text
    assert "2 Fragen stehen jetzt im Entwurf" in page.text
    assert "::: question der-hafen\nWas ist ein Hafen?" in text
    assert "::: question leader-erkennen-2\nWer führt?" in text
    assert text.index("der-hafen") < text.index("::: exercise mein-hafen")
    assert "Option 1 hat keine Erklärung" in page.text
    assert file.read_text("utf-8") == before


def test_only_what_is_ticked_comes(trainer: Any, report: Page) -> None:
    first = report.select("input[name=question]")[0].get("value")
    page = trainer.submit(report, "uebernehmen", 200, question=[first])
    assert "1 Frage steht jetzt im Entwurf" in page.text
    assert "Wer führt?" not in page.one("#text").text
    nothing = trainer.submit(report, "uebernehmen", 200, question=None)
    assert "Es war keine Frage angekreuzt" in nothing.text


def test_what_another_trainer_wrote_meanwhile_stays(
    trainer: Any, report: Page, other_trainer: Any
) -> None:
    Desk(other_trainer).change("schnell ein Name", "sofort ein Name")
    text = trainer.submit(report, "uebernehmen", 200).one("#text").text
    assert "sofort ein Name" in text
    assert "::: question der-hafen" in text


def test_ids_are_free_in_the_whole_course_and_stay_free(
    trainer: Any, report: Page, course_files: Path
) -> None:
    for _ in range(2):
        trainer.submit(report, "uebernehmen", 200)
    text = open_desk(get_document("lektionen", "wer-steuert")).text
    assert "::: question der-hafen\n" in text
    assert "::: question der-hafen-2\n" in text
    trainer.submit(
        trainer.visit("/studio/lektionen/wer-steuert/veroeffentlichen"), "veroeffentlichen"
    )
    catalogue.refresh()
    ids = [question.id for lesson in catalogue.course().lessons for question in lesson.questions]
    assert len(ids) == len(set(ids))
    assert "der-hafen-2" in ids


def test_a_lesson_does_not_grow_beyond_what_a_page_can_bear(
    trainer: Any, course_files: Path
) -> None:
    many = "\n\n".join(f"Frage {number}? {{=ja ~nein}}" for number in range(95))
    page = trainer.submit(send(trainer, many.encode()), "uebernehmen", 422)
    assert "erlaubt sind 100" in page.text
    assert open_desk(get_document("lektionen", "wer-steuert")).draft is None


@on_one_database
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Die Datei ist leer"),
        (b"   \n", "Die Datei ist leer"),
        (b"PK\x03\x04abc", "keine Textdatei"),
        (b"Was?\0{=ja ~nein}", "keine Textdatei"),
        (b"\xff\xfeW\0a\0s", "UTF-16"),
        (b"x" * 1_000_001, "größer als 1\u00a0MB"),
        (b"<quiz>" + b" " * 8_000_000, "größer als 8\u00a0MB"),
        (b"<quiz></quiz>", "steht keine Frage"),
        (b"<?xml version='1.0'?><html></html>", "beginnt mit <html>"),
        (b"<quiz><question>", "kein vollständiges XML"),
        (b"// nur ein Kommentar", "steht keine Frage"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_gets_a_clear_answer(
    trainer: Any, course_files: Path, data: bytes, said: str
) -> None:
    page = send(trainer, data, status=422)
    assert said in page.one("#file-error").text_content().replace("\n", " ")
    assert page.one("#lesson option[selected]").get("value") == "wer-steuert"


def test_nothing_chosen_is_said_at_the_field(trainer: Any, course_files: Path) -> None:
    page = send(trainer, b"", name="", status=422)
    assert "Wählen Sie eine Datei" in page.one("#file-error").text_content()


def test_umlauts_of_windows_are_read_and_named(trainer: Any, course_files: Path) -> None:
    page = send(trainer, "Wofür? {=für Häfen ~für Boote}".encode("cp1252"))
    assert "Wofür?" in page.text
    assert "nicht in UTF-8" in page.text


def test_a_moodle_file_says_the_same(trainer: Any, course_files: Path) -> None:
    answer = trainer.get("/studio/austausch/fragen.xml?lektion=wer-steuert")
    assert complaints(answer.data) == []
    page = send(trainer, answer.data, "moodle.xml", lesson="im-takt")
    assert "4 übernommen, 0 geändert, 0 abgelehnt" in page.text.replace("\u00a0", " ")
    text = trainer.submit(page, "uebernehmen", 200).one("#text").text
    assert "::: question leader-erkennen-2" in text


def test_before_leaving_the_losses_are_told(trainer: Any, course_files: Path) -> None:
    page = trainer.visit("/studio/austausch/ausgabe?form=txt&lektion=")
    assert "Was dabei verloren geht" in page.text
    assert "Zuordnung von Nummern zu Schritten" in page.text
    answer = trainer.get("/studio/austausch/fragen.txt")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fragen-kurs.txt"'
    assert answer.data.decode().count("::") > 80
    assert "Anordnung" not in page.text
    assert "ab Version 4.4" in trainer.visit("/studio/austausch/ausgabe?form=xml&lektion=").text
    lossless = trainer.visit("/studio/austausch/ausgabe?form=quatsch&lektion=wer-steuert")
    assert "Fragen als Moodle XML" in lossless.text
    trainer.visit("/studio/austausch/ausgabe?lektion=gibt-es-nicht", 404)


def test_learners_see_nothing_of_it(learner: Any) -> None:
    for page in ("", "/ausgabe", "/fragen.xml", "/fragen.txt"):
        assert learner.get(f"/studio/austausch{page}").status_code == 403
