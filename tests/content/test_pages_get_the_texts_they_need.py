"""A text that a page cannot do without is asked for by the checker, not by an error page."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.problems import Problems
from leaderacademy.content.reading import read_yaml
from leaderacademy.content.schema import SHAPES
from tests.content.writing import LANDING
from tests.databases import on_one_database

ROOT = Path(__file__).parents[2]
TRAINING = """title: Training
agenda:
  heading: Ablauf
  rows:
    - {time: 9, text: Ankommen}
bring:
  heading: Mitbringen
  items: [Logbuch]
"""


def said(name: str, text: str) -> list[str]:
    problems = Problems(f"content/{name}")
    read_yaml(name, text, problems)
    return [str(problem).partition(": ")[0] + " " + problem.text for problem in problems.sorted()]


@pytest.mark.parametrize("name", list(SHAPES))
def test_the_shipped_texts_are_complete(name: str) -> None:
    assert said(name, (ROOT / "content" / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "kicker: Für Sie, ",
            "",
            (
                "1:1 Hier fehlt „kicker“. Ohne geht die Seite nicht. Schreiben Sie kicker: und den "
                "Text."
            ),
        ),
        (
            "    - {title: Ziel, text: kennen}",
            "    - {title: Ziel}",
            "17:7 Hier fehlt „text“. Ohne geht die Seite nicht. Schreiben Sie text: und den Text.",
        ),
        (
            "closing: {heading: Ruder",
            "schluss: {heading: Ruder",
            (
                "1:1 Hier fehlt „closing“. Ohne geht die Seite nicht. Schreiben Sie closing: und "
                "darunter die Einträge."
            ),
        ),
        (
            "heading: Zahlen",
            "headnig: Zahlen",
            ("19:3 „headnig“ steht hier für „heading“. Schreiben Sie heading:"),
        ),
        (
            "items: [Eins]",
            "items: Eins",
            ("2:31 „items“ braucht eine Liste: Jeder Eintrag beginnt mit einem Bindestrich."),
        ),
        (
            "items: [Eins]",
            "items: [{a: b}]",
            ("2:39 „Eintrag“ braucht einen Text. Setzen Sie ihn in Anführungszeichen."),
        ),
        ("kicker: Warum", "kicker:", "14:3 „kicker“ ist leer. Schreiben Sie den Text."),
        (
            "kicker: Warum",
            "kicker: [a]",
            ("14:3 „kicker“ braucht einen Text. Setzen Sie ihn in Anführungszeichen."),
        ),
        (
            "closing: {heading: Ruder, start: Los, text: Gemeinsam?, training: Training}",
            "closing: Ruder",
            "27:1 „closing“ braucht eingerückte Zeilen der Form „name: Wert“.",
        ),
    ],
)
def test_what_the_front_page_would_miss_is_an_error(before: str, after: str, expected: str) -> None:
    assert before in LANDING
    assert said("landing.yml", LANDING.replace(before, after)) == [
        f"content/landing.yml:{expected}"
    ]


def test_a_section_of_the_training_may_be_missing_but_not_half_of_it() -> None:
    assert said("training.yml", TRAINING) == []
    assert said("training.yml", "title: Training\n") == []
    assert said("training.yml", TRAINING.replace("  heading: Ablauf\n", "")) == [
        (
            "content/training.yml:2:1 Hier fehlt „heading“. Ohne geht die Seite nicht. Schreiben "
            "Sie heading: und den Text."
        )
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.yml", "intro: A\n"),
        ("glossary.yml", "intro: A\n"),
        ("course.yml", "title: A\n"),
        ("logbook.yml", "documents: []\n"),
        ("logbook.yml", "documents: []\nfields:\n"),
        (
            "self-check.yml",
            "instruction: A\nscale: []\nstatements: []\nresults: []\nab: 1\n",
        ),
    ],
)
def test_the_other_files_need_their_lists(name: str, text: str) -> None:
    assert said(name, text)


@pytest.mark.parametrize("name", list(SHAPES))
def test_an_empty_file_is_one_error(name: str) -> None:
    assert said(name, "# nichts\n") == [
        f"content/{name}:1:1 Die Datei ist leer. Legen Sie ihre letzte Fassung wieder hinein."
    ]


def test_a_number_is_read_as_a_text(tmp_path: Path) -> None:
    assert read_yaml("landing.yml", LANDING, Problems("")).numbers["items"][0].number == "55"
    assert read_yaml("training.yml", TRAINING, Problems("")).agenda.rows[0].time == "9"


def _cuts(tree: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree of texts to take an entry from; of a list its first."""
    found = list[tuple[Any, Any]]()
    for key in list(tree) if isinstance(tree, dict) else range(len(tree))[:1]:
        found.append((tree, key))
        if isinstance(tree[key], (dict, list)):
            found += _cuts(tree[key])
    return found


@on_one_database
@pytest.mark.parametrize(("name", "address"), [("landing.yml", "/"), ("training.yml", "/training")])
def test_whatever_key_is_missing_no_page_breaks(
    app: Flask, client: Any, tmp_path: Path, name: str, address: str, monkeypatch: Any
) -> None:
    """Takes every single text away; what the checker lets through must be shown."""
    from leaderacademy.content import catalogue as module

    text = (ROOT / "content" / name).read_text(encoding="utf-8")
    course = Catalogue(ROOT / "content").course()
    shown = 0
    for number in range(len(_cuts(yaml.safe_load(text)))):
        tree = yaml.safe_load(text)
        part, key = _cuts(tree)[number]
        del part[key]
        problems = Problems(name)
        value = read_yaml(name, yaml.safe_dump(tree, allow_unicode=True), problems)
        if problems.has_errors:
            continue
        shown += 1
        object.__setattr__(course, name.partition(".")[0], value)
        object.__setattr__(course, "digest", f"{number}")
        monkeypatch.setattr(module.catalogue, "course", lambda: course)
        assert client.get(address).status_code == 200
    assert shown > 5
