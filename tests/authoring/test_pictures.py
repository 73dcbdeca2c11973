"""Pictures are taken in without what they carry along, and what is no picture is refused."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from leaderacademy.authoring.service.pictures import add_picture
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from tests.authoring.conftest import Desk
from tests.databases import on_one_database
from tests.pages import Page


def _photo(width: int, height: int, kind: str = "JPEG", **how: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#a3126a").save(stream, kind, **how)
    return stream.getvalue()


def _png_that_says_it_is(width: int, height: int) -> bytes:
    """A few bytes that claim to be a hundred megapixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _send(trainer: Any, data: bytes, name: str, words: str = "Ein Boot", status: int = 200) -> Page:
    token = trainer.visit("/studio/bilder").form("hochladen").fields["csrf_token"]
    # Written by hand: the test client would leave its own copy of a large file open.
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in (("csrf_token", token), ("alternative", words))
    ]
    head = f'--x\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\n\r\n'
    body = ("".join(parts) + head).encode() + data + b"\r\n--x--\r\n"
    answer = trainer.post("/studio/bilder", body, content_type="multipart/form-data; boundary=x")
    if answer.status_code == 303:
        answer = trainer.get(answer.headers["Location"])
    return trainer.checked(answer, status)  # type: ignore[no-any-return]


def test_a_photo_is_narrowed_turned_upright_and_says_nothing_about_its_maker(
    trainer: Any, course_files: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Kamera von Herrn Geheim"
    page = _send(trainer, _photo(2400, 1200, exif=exif), "Mein Böot.JPG")
    assert "![Ein Boot](mein-boeot.webp)" in page.text
    sizes = []
    for file in (course_files / "media").glob("mein-boeot*"):
        assert b"Geheim" not in file.read_bytes()
        with Image.open(file) as image:
            assert not image.getexif()
            sizes.append(image.size)
    assert sorted(sizes) == [(480, 960), (960, 1920), (1200, 2400)]


def test_a_lesson_shows_it_in_the_size_that_fits(desk: Desk) -> None:
    _send(desk.visitor, _photo(1200, 600), "boot.jpg")
    desk.save(desk.text + "\n![Ein Boot](boot.webp)\n\n::: figure boot\nEin Boot.\n:::\n")
    desk.publish()
    first, second = desk.visitor.visit("/kurs/wer-steuert").select('img[src="/medien/boot.webp"]')
    for image in (first, second):
        assert image.get("srcset") == (
            "/medien/boot.480.webp 480w, /medien/boot.960.webp 960w, /medien/boot.webp 1200w"
        )
        assert (image.get("width"), image.get("height")) == ("1200", "600")
        assert image.get("loading") == "lazy"
    with desk.visitor.get("/medien/boot.480.webp") as served:
        assert served.status_code == 200


@on_one_database
@pytest.mark.parametrize(
    ("data", "name", "words", "said"),
    [
        (b"Das ist kein Bild.", "boot.jpg", "Ein Boot", "kein Bild, das sich öffnen lässt"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "boot.png", "Ein Boot", "kein Bild"),
        (_photo(9, 9), "boot.jpg", "  ", "was auf dem Bild zu sehen ist"),
        (b"", "", "Ein Boot", "Wählen Sie eine Bilddatei"),
        (_png_that_says_it_is(10_000, 10_000), "gross.png", "Ein Boot", "hat 100\u00a0Megapixel"),
        (_png_that_says_it_is(30_000, 30_000), "gross.png", "Ein Boot", "Megapixel"),
        (b"x" * 15_000_001, "gross.jpg", "Ein Boot", "größer als 15\u00a0MB"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "boese.svg",
            "Ein Boot",
            "<script> ist in Zeichnungen nicht erlaubt",
        ),
        (
            b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
            "boese.svg",
            "Ein Boot",
            "nicht erlaubt",
        ),
    ],
    ids=["text", "broken", "no words", "no file", "100 MP", "900 MP", "15 MB", "script", "entity"],
)
def test_what_is_no_fit_picture_is_refused_in_words(
    trainer: Any, course_files: Path, data: bytes, name: str, words: str, said: str
) -> None:
    before = sorted((course_files / "media").iterdir())
    page = _send(trainer, data, name, words, 422)
    assert said in page.one("#bild-fehler").text_content()
    assert sorted((course_files / "media").iterdir()) == before
    assert page.one("[name=alternative]").get("value") == words


def test_a_clean_drawing_is_taken_as_it_is(desk: Desk, course_files: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    page = _send(desk.visitor, drawing, "../../boot.svg")
    assert "::: figure boot" in page.text
    assert (course_files / "media/boot.svg").read_bytes() == drawing


def test_the_same_name_does_not_replace_another_picture(trainer: Any, course_files: Path) -> None:
    _send(trainer, _photo(20, 10), "hafen.jpg")
    assert (course_files / "media/hafen-2.webp").exists()
    assert (course_files / "media/hafen.svg").exists()


def test_only_a_picture_that_nothing_shows_can_be_removed(desk: Desk, course_files: Path) -> None:
    trainer = desk.visitor
    _send(trainer, _photo(600, 300), "boot.jpg")
    desk.save(desk.text + "\n![Ein Boot](boot.webp)\n")
    page = trainer.visit("/studio/bilder")
    row = next(row for row in page.select("tbody tr") if "boot.webp" in row.text_content())
    assert "lessons/010-wer-steuert.md" in row.text_content()
    token = page.form("hochladen").fields["csrf_token"]
    where = "/studio/bilder/boot.webp/loeschen"
    trainer.post(where, {"csrf_token": token})
    assert (course_files / "media/boot.webp").exists()
    trainer.submit(desk.open(), f"{desk.address}/verwerfen", 200)
    trainer.submit(trainer.visit("/studio/bilder"), where, 200)
    assert not list((course_files / "media").glob("boot*"))
    assert trainer.get("/medien/boot.webp").status_code == 404


def test_the_script_gets_the_line_that_shows_the_picture(desk: Desk) -> None:
    fields = {
        "csrf_token": desk.page.form("editor").fields["csrf_token"],
        "alternative": "Ein [altes] Boot",
        "picture": (io.BytesIO(_photo(20, 10)), "boot.png"),
    }
    answer = desk.visitor.post(
        "/studio/bilder",
        fields,
        content_type="multipart/form-data",
        headers={"X-Fragment": "1"},
    )
    assert answer.json == {"name": "boot.webp", "text": "![Ein (altes) Boot](boot.webp)\n"}


def test_a_learner_sends_no_pictures(learner: Any, course_files: Path) -> None:
    assert learner.get("/studio/bilder").status_code == 403
    catalogue.refresh()


def test_nobody_waits_for_a_picture_that_is_being_encoded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = []

    def encode(data: bytes, filename: str, alternative: str) -> str:
        ours.append(session().in_transaction())  # which on SQLite has the writers' lock
        return add_picture(data, filename, alternative)

    monkeypatch.setattr("leaderacademy.authoring.views.pictures.add_picture", encode)
    _send(desk.visitor, _photo(300, 200), "boot.jpg")
    assert ours == [False]
