"""Pictures of the course's folder are served, and nothing else is."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue
from tests.databases import on_one_database


def _png() -> bytes:
    """One white dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(b"\x00\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


@pytest.fixture
def folder(app: Flask, content_copy: Path) -> Any:
    (content_copy / "media" / "foto.png").write_bytes(_png())
    catalogue.open(content_copy)
    yield content_copy
    catalogue.open(ROOT / "content")


def test_a_photo_of_a_lesson_arrives(client: Any, folder: Path) -> None:
    answer = client.get("/medien/foto.png")
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


@on_one_database
@pytest.mark.parametrize(
    "name", ["gibt-es-nicht.png", "..%2fcourse.yml", "course.yml", "%2e%2e/course.yml", ".png"]
)
def test_nothing_but_pictures_is_served(client: Any, folder: Path, name: str) -> None:
    assert client.get(f"/medien/{name}").status_code == 404
