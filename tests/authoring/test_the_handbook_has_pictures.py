"""Every picture that the handbook names is there, small, described, and served in the studio."""

import re
from typing import Any

from leaderacademy.authoring.views.handbook import FILE

NAMED = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", FILE.read_text("utf-8"))
LARGEST = 60_000  # bytes


def test_every_named_picture_is_there_small_and_described() -> None:
    named = [(words, name) for words, name in NAMED if name.startswith("bilder/")]
    assert len(named) > 12
    for words, name in named:
        assert len(words) > 40, name
        assert (FILE.parent / name).stat().st_size <= LARGEST, name


def test_no_picture_lies_there_unused() -> None:
    kept = {f"bilder/{one.name}" for one in (FILE.parent / "bilder").glob("handbuch-*")}
    assert kept == {name for _, name in NAMED if name.startswith("bilder/")}


def test_the_studio_shows_and_serves_them(trainer: Any) -> None:
    page = trainer.visit("/studio/hilfe")
    pictures = page.select("img")
    wanted = [name.removeprefix("bilder/") for _, name in NAMED if name.startswith("bilder/")]
    assert [one.get("src") for one in pictures] == [f"/studio/hilfe/bilder/{n}" for n in wanted]
    for one in pictures:
        answer = trainer.get(one.get("src"))
        answer.close()
        assert answer.status_code == 200
        assert answer.mimetype in ("image/webp", "image/png")
        assert one.get("alt")
        assert int(one.get("width")) > 0, one.get("src")
        assert one.getparent().get("href") == one.get("src")


def test_nothing_else_of_the_folder_is_served(trainer: Any, learner: Any) -> None:
    trainer.visit("/studio/hilfe/bilder/kurs-und-lektion.png", 404)
    trainer.visit("/studio/hilfe/bilder/betrieb.md", 404)
    assert learner.get("/studio/hilfe/bilder/handbuch-editor.webp").status_code == 403
