from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import Markup

from leaderacademy.content.course import Texts
from leaderacademy.content.loading import (
    read_course,
    read_glossary,
    read_self_check,
    read_sources,
    read_texts,
)
from leaderacademy.content.problems import Problems
from leaderacademy.content.yaml import YamlMap, load_yaml

NB = "\u00a0"


def load(reader: Callable[[YamlMap, Problems], Any], text: str) -> tuple[Any, list[str]]:
    problems = Problems("f.yml")
    tree = load_yaml(text, problems)
    assert tree is not None
    return reader(tree, problems), [problem.text for problem in problems.found]


def test_texts_are_attributes_and_keys() -> None:
    texts, problems = load(read_texts, "hero:\n  items: [a, {b: 1}]\n  heading: Los\n")
    assert problems == []
    assert texts.hero.items == ("a", Texts({"b": 1}))
    assert texts["hero"]["heading"] == "Los"
    assert "hero" in texts
    assert "items" not in texts
    assert list(texts) == ["hero"]
    assert len(texts) == 1
    assert repr(Texts({"a": 1})) == "Texts({'a': 1})"
    assert hash(Texts({"a": 1})) == hash(Texts({"a": 2}))
    assert Texts({"a": 1}) != {"a": 1}
    with pytest.raises(AttributeError):
        _ = texts.weg
    with pytest.raises(AttributeError, match="read-only"):
        texts.hero = "x"


def test_marked_texts_become_html_and_plain_ones_stay_text() -> None:
    texts, _ = load(
        read_texts,
        "a: '**fett** & <b>x</b>'\nc: 10 Jahre & mehr\nd: |\n  *Eins*\n\n  Zwei\n",
    )
    assert texts.a == "<strong>fett</strong> &amp; <b>x</b>"
    assert isinstance(texts.a, Markup)
    assert texts.c == f"10{NB}Jahre & mehr"
    assert not isinstance(texts.c, Markup)
    assert texts.d == "<p><em>Eins</em></p>\n<p>Zwei</p>"


def test_the_course_file_is_read() -> None:
    head, problems = load(
        read_course,
        "title: K\nfacts:\n  - {label: Wer, text: Sie}\n"
        "stages:\n  - {key: A, title: Richtung}\n"
        "tools:\n  - {key: kurs, title: KURS, text: 'Ein *Ziel*', letters: [{letter: K}]}\n"
        "neu: x\n",
    )
    assert head.facts == (("Wer", "Sie"),)
    assert head.tools[0].text == "Ein <em>Ziel</em>"
    assert head.tools[0].texts.letters[0].letter == "K"
    assert problems == ["Die Angabe „neu“ gibt es in course.yml nicht."]


def test_terms_may_not_share_a_form() -> None:
    terms, problems = load(
        read_glossary,
        "terms:\n  - {term: Größe, forms: [Größen], text: A.}\n"
        "  - {key: b, term: Größen, text: B.}\n",
    )
    assert [term.key for term in terms] == ["groesse", "b"]
    assert problems == ["„Größen“ steht schon bei „groesse“. Löschen Sie eine Stelle."]


def test_sources_have_one_key_each() -> None:
    sources, problems = load(
        read_sources, "sources:\n  - {key: Q1, text: A, where: B}\n  - {key: Q1, text: C}\n"
    )
    assert sources[0].anchor == "q1"
    assert problems == ["Die Quelle „Q1“ steht doppelt. Löschen Sie eine der beiden."]


def test_every_sum_of_points_needs_a_result() -> None:
    check, problems = load(
        read_self_check,
        "instruction: X\nscale: [a, b]\nstatements:\n  - {text: A, lessons: []}\n"
        "results:\n  - {from: 0, to: 0, name: N, text: T, lessons: []}\n",
    )
    assert check.highest == 1
    assert check.result(0).name == "N"
    assert check.result(1) is None
    assert problems == ["Für 1 Punkte gibt es kein Ergebnis. Ergänzen Sie from und to."]
