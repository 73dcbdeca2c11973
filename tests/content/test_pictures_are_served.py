"""Photos and drawings of content/media: as figures, and as files for the page."""

from pathlib import Path

import pytest

from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.course import Figure
from tests.content.writing import LESSON, small_course

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (40).to_bytes(4, "big") + (30).to_bytes(4, "big")
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x11\x08"
    + (30).to_bytes(2, "big")
    + (40).to_bytes(2, "big")
    + b"\x03end"
)
WEBP = b"RIFF\0\0\0\0WEBP"
EXTENDED = WEBP + b"VP8X" + bytes(8) + (39).to_bytes(3, "little") + (29).to_bytes(3, "little")
LOSSLESS = WEBP + b"VP8L" + bytes(4) + b"\x2f" + (39 | 29 << 14).to_bytes(4, "little") + bytes(5)
LOSSY = WEBP + b"VP8 " + bytes(10) + b"\x28\x00\x1e\x00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_course(tmp_path)


def figure(folder: Path) -> str:
    text = LESSON + "\n::: figure foto\nEin Boot.\n:::\n"
    (folder / "lessons/010-eins.md").write_text(text, encoding="utf-8")
    shelf = Catalogue(folder, interval=0)
    assert shelf.problems() == ()
    block = shelf.course().lessons[0].blocks[-1]
    assert isinstance(block, Figure)
    return str(block.svg)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("foto.png", PNG),
        ("foto.jpg", JPEG),
        ("foto.jpeg", JPEG),
        ("foto.webp", EXTENDED),
        ("foto.webp", LOSSLESS),
        ("foto.webp", LOSSY),
    ],
)
def test_a_photo_is_a_figure_with_its_size(folder: Path, name: str, data: bytes) -> None:
    (folder / "media" / name).write_bytes(data)
    assert figure(folder) == (
        f'<img src="/medien/{name}" alt="" width="40" height="30" loading="lazy">'
    )


@pytest.mark.parametrize(
    "data", [b"", b"abc", PNG[:20], b"\xff\xd8\xff\xe0\x00", WEBP, b"\xff\xd8"]
)
def test_a_photo_of_unknown_size_is_shown_without(folder: Path, data: bytes) -> None:
    (folder / "media/foto.png").write_bytes(data)
    assert figure(folder) == '<img src="/medien/foto.png" alt="" loading="lazy">'


def test_a_photo_below_the_text_is_found_by_its_name(folder: Path) -> None:
    (folder / "media/foto.png").write_bytes(PNG)
    shelf = Catalogue(folder, interval=0)
    assert shelf.media("foto.png") == folder / "media/foto.png"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../course.yml", "fehlt.png", "notiz.txt", "a/b.png", "boese.svg"]
)
def test_nothing_else_is_given_away(folder: Path, name: str) -> None:
    (folder / "media/notiz.txt").write_text("x")
    (folder / "media/boese.svg").write_text("<svg><script/></svg>")
    assert Catalogue(folder, interval=0).media(name) is None
    assert Catalogue().media("foto.png") is None


def test_a_deleted_photo_is_gone(folder: Path) -> None:
    photo = folder / "media/foto.png"
    photo.write_bytes(PNG)
    shelf = Catalogue(folder, interval=0)
    photo.unlink()
    assert shelf.media("foto.png") is None
