"""Pictures inside of Moodle questions: in as an upload would be, or refused in words; and out."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from leaderacademy.authoring.rules.exchange.moodle_reading import read_moodle
from leaderacademy.content.catalogue import catalogue
from tests.authoring.exchange.strict import complaints
from tests.authoring.exchange.test_moodle_files_are_read_safely import (
    YES_NO,
    answer,
    one,
    question,
    quiz,
)
from tests.authoring.exchange.test_questions_come_into_the_draft import send


def photo(width: int = 1800, kind: str = "JPEG", **how: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, 40), "#a3126a").save(stream, kind, **how)
    return stream.getvalue()


def enclosed(data: bytes, name: str = "Mein Hafen.jpg", words: str = "Ein Hafen") -> str:
    """A question with this picture in its prompt, as Moodle writes it."""
    source = "@@PLUGINFILE@@/" + name.replace(" ", "%20")
    prompt = f'<p>Was sehen Sie?</p><p><img src="{source}" alt="{words}"></p>'
    file = (
        f'<file name="{name}" path="/" encoding="base64">{base64.encodebytes(data).decode()}</file>'
    )
    return question("multichoice", YES_NO, prompt, file)


def test_a_picture_comes_as_an_upload_would(trainer: Any, course_files: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera von Herrn Geheim"
    page = send(trainer, quiz(enclosed(photo(exif=exif))), "moodle.xml")
    assert "1 Bild kommt mit" in page.text.replace("\u00a0", " ")
    assert "1 übernommen" in page.text.replace("\u00a0", " ")
    media = course_files / "media"
    assert not list(media.glob("mein-hafen*"))
    draft = trainer.submit(page, "uebernehmen", 200)
    (name,) = (one.name for one in media.glob("mein-hafen-????????.webp"))
    assert f"![Ein Hafen]({name})" in draft.one("#text").text
    assert "fehlt in content/media" not in draft.text
    for file in media.glob("mein-hafen*"):
        assert b"Geheim" not in file.read_bytes()
    with Image.open(media / name) as kept:
        assert kept.width == 1600
    assert (media / name.replace(".webp", ".480.webp")).is_file()
    listed = trainer.visit("/studio/bilder").text
    assert name in listed
    catalogue.refresh()
    with trainer.get(f"/medien/{name}") as answer:
        assert answer.status_code == 200


def test_the_same_picture_comes_in_once(trainer: Any, course_files: Path) -> None:
    data = quiz(enclosed(photo()), enclosed(photo(), "Anders.jpg"))
    for _ in range(2):
        trainer.submit(send(trainer, data, "moodle.xml"), "uebernehmen", 200)
    found = sorted(
        one.name.partition(".")[0] for one in (course_files / "media").glob("*-????????.webp")
    )
    assert [name.rpartition("-")[0] for name in found] == ["anders", "mein-hafen"]


def test_only_pictures_of_ticked_questions_come(trainer: Any, course_files: Path) -> None:
    data = quiz(enclosed(photo()), question("multichoice", YES_NO, "Ohne Bild?"))
    page = send(trainer, data, "moodle.xml")
    second = page.select("input[name=question]")[1].get("value")
    trainer.submit(page, "uebernehmen", 200, question=[second])
    assert not list((course_files / "media").glob("mein-hafen*"))


def test_what_is_not_kept_any_more_is_said_and_nothing_happens(
    trainer: Any, course_files: Path
) -> None:
    page = send(trainer, quiz(enclosed(photo())), "moodle.xml")
    for parcel in ("0" * 64, "quatsch"):
        gone = trainer.submit(page, "uebernehmen", 410, parcel=parcel)
        assert "Lesen Sie die Datei noch einmal" in gone.one("#file-error").text_content()


REFUSED = {
    "keine Beschreibung": enclosed(photo(), words=""),
    "kein Bild, das sich öffnen lässt": enclosed(b"kein Bild"),
    "Zeichnungen (SVG)": enclosed(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
    "Daten sind unvollständig": enclosed(photo()).replace("/9j/", "/9j!"),
    "nicht base64": enclosed(photo()).replace('encoding="base64"', 'encoding="rot13"'),
    "Das Bild „Ein Hafen“ kommt nicht mit. An": enclosed(photo()).replace(
        'name="Mein', 'name="Dein'
    ),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_come_says_why_and_leaves_words(
    trainer: Any, course_files: Path, said: str
) -> None:
    page = send(trainer, quiz(REFUSED[said]), "moodle.xml")
    row = " ".join(page.one("tr.is-changed").text_content().split())
    assert said in row.replace("\u00a0", " ")
    assert "(Bild: " in row
    assert page.form("uebernehmen").fields["parcel"] == ""


def test_a_small_file_may_not_unfold_to_hundreds_of_megapixels(
    trainer: Any, course_files: Path
) -> None:
    sizes = (6200, 6201, 6202)
    files = [Image.new("1", (size, 6300)) for size in sizes]
    questions = []
    for image in files:
        stream = io.BytesIO()
        image.save(stream, "PNG")
        questions.append(enclosed(stream.getvalue(), f"gross-{image.width}.png"))
    page = send(trainer, quiz(*questions), "moodle.xml")
    assert "2 Bilder kommen mit" in page.text.replace("\u00a0", " ")
    assert "zu viele oder zu große Bilder" in page.text


def test_pictures_in_options_feedback_and_markdown_are_found() -> None:
    taken: list[str] = []

    def take(name: str, _data: bytes) -> str:
        taken.append(name)
        return f"{name.partition('.')[0]}-1.webp"

    file = '<file name="{0}" path="/" encoding="base64">aGFsbG8=</file>'
    yes = answer('<img src="@@PLUGINFILE@@/a.png" alt="A">', "100", "x").replace(
        "<feedback", file.format("a.png") + "<feedback", 1
    )
    prompt = (
        "<questiontext format='markdown'><text>Was? ![B](@@PLUGINFILE@@/b.png) "
        "![](@@PLUGINFILE@@/c.png)</text>" + file.format("b.png") + file.format("c.png")
    )
    whole = question("multichoice", yes + answer("nein", "0"), "WEG")
    head, _, rest = whole.partition('<questiontext format="html">')
    whole = head + prompt + rest.partition("]]></text>")[2]
    (entry,) = read_moodle(quiz(whole), take)
    assert taken == ["a.png", "b.png"]
    assert "- (x) ![A](a-1.webp)" in entry.block
    assert "Was? ![B](b-1.webp) (Bild: ohne Beschreibung)" in entry.block
    assert any("„c.png“ hat in Moodle keine Beschreibung" in reason for reason in entry.reasons)


def test_without_somebody_who_takes_them_words_stand_there() -> None:
    entry = one(enclosed(photo(20)))
    assert "(Bild: Ein Hafen)" in entry.block


def test_pictures_leave_with_the_questions_that_show_them(
    trainer: Any, course_files: Path, file: Path
) -> None:
    picture = photo(20, "WEBP")
    (course_files / "media" / "steg.webp").write_bytes(picture)
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("- ( ) Wer die meisten", "- ( ) ![Ein Steg](steg.webp) Wer die meisten", 1),
        "utf-8",
    )
    catalogue.refresh()
    made = trainer.get("/studio/austausch/fragen.xml?lektion=wer-steuert").data
    assert complaints(made) == []
    files = etree.fromstring(made).findall(".//answer/file")
    assert [base64.b64decode(one.text or "") for one in files] == [picture]
    told = trainer.visit("/studio/austausch/ausgabe?form=xml&lektion=wer-steuert").text
    assert "Bilder stehen als Worte da" not in told
    told = trainer.visit("/studio/austausch/ausgabe?form=txt&lektion=wer-steuert").text
    assert "Bilder stehen als Worte da" in told
    # And back: the picture is known by its content, not by its name.
    page = send(trainer, made, "moodle.xml", lesson="im-takt")
    assert "1 Bild kommt mit" in page.text.replace("\u00a0", " ")


def test_the_checker_of_files_can_complain(trainer: Any, course_files: Path, file: Path) -> None:
    (course_files / "media" / "steg.webp").write_bytes(photo(20, "WEBP"))
    text = file.read_text("utf-8").replace("- ( ) Wer", "- ( ) ![Steg](steg.webp) Wer", 1)
    file.write_text(text, "utf-8")
    catalogue.refresh()
    made = trainer.get("/studio/austausch/fragen.xml?lektion=wer-steuert").data
    broken = made.replace(b'name="steg.webp"', b'name="anders.webp"')
    assert any("pictures and files differ" in one for one in complaints(broken))
    broken = made.replace(b'encoding="base64"', b'encoding="none"')
    assert any("path or encoding" in one for one in complaints(broken))
