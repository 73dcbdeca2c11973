import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderacademy.content.blocks import Chunk, split_blocks, split_lines
from leaderacademy.content.limits import find_excess
from leaderacademy.content.markdown import to_html, to_inline_html
from leaderacademy.content.parser import parse_lesson
from leaderacademy.content.problems import Problems
from leaderacademy.content.svg import read_svg
from leaderacademy.content.yaml import load_yaml
from tests.content.writing import HEAD, LEAD, PATH, lesson, said

BOUND = 3.0  # seconds; a refusal takes milliseconds, but the machine may be busy


def seconds(text: str) -> float:
    start = time.perf_counter()
    parse_lesson(HEAD + LEAD + "\n" + text, PATH)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 20_000, "eckige Klammern"),
        ("![" * 10_000, "eckige Klammern"),
        ("[" * 300, "300 eckige Klammern nicht geschlossen"),
        ("[a](" * 5_000, "Klammern von Links"),
        ("[a][" * 5_000, "eckige Klammern"),
        ("[\n\n" * 900, "51 eckige Klammern nicht geschlossen"),
        ("<a b\n\n" * 900, "51 spitze Klammern nicht geschlossen"),
        ("*" * 20_000, "Sternchen"),
        ("**a " * 5_000, "Sternchen"),
        ("_a" * 10_000, "Unterstriche"),
        ("`a" * 10_000, "Rückstriche"),
        ("<a " * 6_000, "spitze Klammern"),
        ("wort " * 5_000, "länger als 20.000 Zeichen"),
        ("\n".join("  " * depth + "- a" for depth in range(90)), "höchstens 8 Ebenen"),
        ("- " * 300 + "a", "höchstens 8 Ebenen"),
        ("> " * 300 + "a", "höchstens 8 Ebenen"),
        ("1. " * 300 + "a", "höchstens 8 Ebenen"),
        (" " * 300 + "a", "höchstens 8 Ebenen"),
        ("|a|b|\n|-|-|\n" + "|a|b|\n" * 2_000, "mehr als 200 Zeilen"),
        ("|a" * 90 + "|\n" + "|-" * 90 + "|\n", "mehr als 20 Spalten"),
        ("|a|b|\n|-|-|\n\n" * 250, "mehr als 400 Tabellenzeilen"),
        ("<b>a</b>\n\n" * 900, "mehr als 1000 HTML-Zeichen"),
        ("a\n\n" * 60_000, "mehr als 2000 Absätze"),
        ("# a\n" * 3_000, "mehr als 100 Überschriften"),
        ("a\n" * 3_000 + "# a\n" * 3_000, "mehr als 100 Überschriften"),
        ("## a\n\n" * 9_000, "mehr als 100 Überschriften"),
    ],
)
def test_what_would_freeze_the_converter_is_refused_with_its_place(
    text: str, sentence: str
) -> None:
    assert seconds(text) < BOUND
    found = said(lesson("\n" + text))
    assert any(sentence in problem and ": Fehler: " in problem for problem in found)
    assert all(problem.startswith(f"{PATH}:") for problem in found)


def test_the_place_is_the_paragraph_that_is_too_much() -> None:
    assert said(lesson("\nGut.\n\nGut.\n\n" + "[" * 400))[0].startswith(f"{PATH}:13:1: Fehler")


@pytest.mark.parametrize(
    "text", ["*" * 1_000_000, "[" * 1_000_000, "\n" * 1_000_000, "ä" * 150_000]
)
def test_a_file_above_200_kilobytes_is_refused_unread(text: str) -> None:
    start = time.perf_counter()
    parsed = parse_lesson(HEAD + LEAD + text, PATH)
    assert time.perf_counter() - start < BOUND
    assert parsed.lesson is None
    assert said(parsed) == [
        f"{PATH}:1:1: Fehler: Die Datei ist größer als 200 KB. Teilen Sie die Lektion."
    ]


def test_more_than_100_blocks_are_refused() -> None:
    parsed = lesson("\n::: remember\nSatz.\n:::\n" * 101)
    assert parsed.lesson is None
    assert "mehr als 100 Blöcke" in said(parsed)[0]


def test_a_hundred_thousand_unclosed_blocks_take_no_time() -> None:
    assert seconds("::: question a\n" * 9_000) < BOUND


@pytest.mark.parametrize(
    "text",
    [
        "- ( ) " + "[" * 5_000,
        "- (x) a\n  > " + "*" * 5_000,
        "? " + "`" * 5_000,
        "1. " + "_" * 5_000,
        "- " + "[" * 900 + " == b\n- c == d",
    ],
)
def test_questions_are_guarded_too(text: str) -> None:
    assert seconds(f"::: question probe\nA?\n\n{text}\n:::\n") < BOUND


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{" * 100_000, "- " * 100_000, "a: " * 100_000, "a: &a [*a,*a]\n" * 1_000],
)
def test_yaml_cannot_nest_or_multiply(text: str) -> None:
    start = time.perf_counter()
    problems = Problems("kopf")
    assert load_yaml(f"title: x\nb:\n  {text}", problems) is None
    assert problems.has_errors
    assert time.perf_counter() - start < BOUND


def test_a_drawing_cannot_multiply_entities() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>'
    assert "DOCTYPE" in read_svg(bomb)[2][0][2]


MARKS = """::: question a;;::: exercise;;:::;;- (x) ja;;  > gut;;> alles;;```;;1. eins;;= 37 ± x
- a == b;;- falsch: 2 vor 1;;? hilf;;::: figure;;[^a]: note;;|a|b|;;|-|-|;;# h;;## h;;---
Ergänzend:;;- hafen;;::: remember;;::: example;;::: figure hafen;;- sonst;;    x"""
LINES = st.sampled_from([f"{mark}\n" for line in MARKS.split("\n") for mark in line.split(";;")])
SIGNS = "[^a] {{x}} [Q1] <b> <script> ** _ [ ]( ![a](b) \t \0 : | ` & <!--"
WORDS = st.sampled_from(SIGNS.split(" "))
PIECES = LINES | WORDS


@given(st.lists(PIECES | st.text(max_size=12), max_size=40))
@settings(max_examples=300)
def test_no_text_makes_the_parser_fail(pieces: list[str]) -> None:
    text = "".join(pieces)
    parse_lesson(text, PATH)
    parsed = parse_lesson(HEAD + text, PATH)
    lines = len(split_lines(HEAD + text))
    assert all(1 <= problem.line <= lines for problem in parsed.problems)
    assert all(problem.column >= 1 for problem in parsed.problems)
    assert all(problem.text.strip() for problem in parsed.problems)


@given(st.lists(PIECES | st.text(max_size=12), max_size=40))
@settings(max_examples=300)
def test_cutting_loses_no_line_and_keeps_every_place(pieces: list[str]) -> None:
    lines = split_lines("".join(pieces))
    for chunk in split_blocks(lines, 1, Problems("")):
        assert isinstance(chunk, Chunk)
        start = chunk.body_line - 1
        assert list(chunk.lines) == lines[start : start + len(chunk.lines)]


@given(st.text(alphabet="[]()*_`<>!#-|:\n\\ a1.\"'&", max_size=400))
@settings(max_examples=300)
def test_what_passes_the_guard_is_converted_quickly(text: str) -> None:
    if find_excess(text) is None:
        start = time.perf_counter()
        assert "<script" not in to_html(text) + to_inline_html(text)
        assert time.perf_counter() - start < BOUND


def test_a_big_honest_file_is_quick() -> None:
    one = "::: question frage-{}\nWas gilt?\n\n" + "".join(
        f"- ({mark}) Antwort {n} "
        + "mit einigen Wörtern dazu " * 12
        + f"\n  > Weil {n}. "
        + "Und " * 80
        + "\n"
        for n, mark in enumerate("x   ")
    )
    text = HEAD + LEAD + "".join(one.format(n) + ":::\n\n" for n in range(72))
    assert 150_000 < len(text.encode()) < 200_000
    start = time.perf_counter()
    parsed = parse_lesson(text, PATH)
    assert time.perf_counter() - start < BOUND
    assert parsed.lesson is not None
    assert len(parsed.lesson.questions) == 72
