"""Short ways to write lessons and folders for the tests of the content package."""

from pathlib import Path

from leaderacademy.content.context import Context
from leaderacademy.content.course import Question, Term
from leaderacademy.content.parser import Parsed, parse_lesson, parse_question

PATH = "content/lessons/010-probe.md"
HEAD = "---\ntitle: Probe\nminutes: 60\nstage: A\n---\n"
LEAD = "\nDer Einstieg.\n"


def lesson(body: str, context: Context | None = None, head: str = HEAD) -> Parsed:
    """A lesson whose body begins in line 6 and has a lead paragraph in line 7."""
    return parse_lesson(head + LEAD + body, PATH, context)


def said(parsed: Parsed) -> list[str]:
    """The problems as a trainer reads them."""
    return [str(problem) for problem in parsed.problems]


def question(body: str) -> Question:
    return parse_question(f"::: question probe\n{body}\n:::", "probe")


def terms(*names: str) -> tuple[Term, ...]:
    from markupsafe import Markup

    return tuple(Term(name.lower(), name, Markup("Ein Satz."), (f"{name}s",)) for name in names)


COURSE = "title: Kurs\nstages:\n  - key: A\n    title: Richtung\n"
LOGBOOK = """documents:
  - key: zielbaum
    title: Zielbaum
fields:
  - key: hafen
    document: zielbaum
    lesson: eins
    label: Ihr Hafen
    type: text
    required: yes
"""
SELF_CHECK = """instruction: Antworten Sie.
scale: [nein, ja]
statements:
  - text: Ich weiß es.
    lessons: [eins]
results:
  - {from: 0, to: 1, name: Anfang, text: Los., lessons: []}
comparison: {same_or_lower: A, most_changed: B, repeat: C, note: D}
"""
LANDING = """hero: {kicker: Für Sie, heading: Los, lead: L, start: S, check: C, note: N, image: I}
recognise: {heading: Bekannt, items: [Eins], closing: Ende}
takeaway:
  heading: Logbuch
  documents:
    - {title: Zielbaum, text: Vom Hafen}
  closing: Ihres
course:
  heading: Kurs
  stages:
    - {key: A, text: Rolle}
  closing: Kurz
why:
  kicker: Warum
  heading: Fünf
  items:
    - {title: Ziel, text: kennen}
numbers:
  heading: Zahlen
  items:
    - {number: 55, text: Prozent, source: Q1}
fits: {heading: Passt, yes_label: Ja, 'yes': wenn, no_label: Nein, 'no': sonst}
faq:
  heading: Fragen
  items:
    - {question: Wer?, answer: Sie}
closing: {heading: Ruder, start: Los, text: Gemeinsam?, training: Training}
"""
LESSON = """---
title: Eins
minutes: 9
stage: A
---

Einstieg.

::: question frage-eins
Ja?

- (x) Ja
  > Gut.
- ( ) Nein
  > Doch.
:::

::: exercise uebung-eins "Übung" (1 Minute)
Schreiben Sie.

- hafen
:::
"""


def small_course(folder: Path) -> Path:
    """A whole course folder with one lesson and no problem at all."""
    content = folder / "content"
    (content / "lessons").mkdir(parents=True)
    (content / "pages").mkdir()
    (content / "media").mkdir()
    files = {
        "course.yml": COURSE,
        "logbook.yml": LOGBOOK,
        "self-check.yml": SELF_CHECK,
        "glossary.yml": "terms: []\n",
        "sources.yml": "sources: []\n",
        "landing.yml": LANDING,
        "training.yml": "title: Training\n",
        "lessons/010-eins.md": LESSON,
        "pages/impressum.md": "---\ntitle: Impressum\n---\n\nWir.\n",
    }
    for name, text in files.items():
        (content / name).write_text(text, encoding="utf-8")
    return content
