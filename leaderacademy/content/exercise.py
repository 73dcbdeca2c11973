"""Reads the heads of questions and exercises and the Logbuch fields an exercise fills."""

from __future__ import annotations

import re
from decimal import Decimal

from leaderacademy.content.blocks import Chunk
from leaderacademy.content.frontmatter import SLUG
from leaderacademy.content.lesson import Exercise
from leaderacademy.content.numbers import BadNumber, parse_number
from leaderacademy.content.problems import Problems, nearest
from leaderacademy.content.prose import ProseWriter, slugify
from leaderacademy.content.questions.answers import digest_of

_HEAD = re.compile(
    r"(?P<id>[^\s\"„(]*)\s*(?:[\"„](?P<title>[^\"“”]*)[\"“”])?\s*(?:\((?P<minutes>[^)]*)\))?\s*(?P<rest>.*)"
)
_MINUTES = re.compile(r"(?:etwa )?([0-9]+(?:[.,][0-9]+)?)\s*(?:Minuten?|Min\.?)?")
_MINUTES_LINE = re.compile(r"\{?\s*minutes:\s*([0-9.,]+)\s*\}?")
_KEY = re.compile(r"[-*+][ \t]+`?([A-Za-z][A-Za-z0-9_-]*)`?[ \t]*(?:\([^)]*\))?[ \t]*$")
_EXTRA = re.compile(r"\*{0,2}Ergänzend:?\*{0,2}:?\s*$", re.IGNORECASE)


def read_id(chunk: Chunk, written: str, proposal: str, problems: Problems) -> str:
    """The id of a block; a missing or unfit one is an error with the fix."""
    if SLUG.fullmatch(written):
        return written
    name = "Die Frage" if chunk.kind == "question" else "Die Übung"
    proposed = slugify(written) if written else _short(proposal) or chunk.kind
    start = len(f"::: {chunk.kind}")
    if written:
        fix = problems.fix(chunk.line, start + 2, len(written), proposed, proposed)
        text = (
            f"{name} hat die Kennung „{written[:40]}“. Erlaubt sind Kleinbuchstaben, Ziffern und "
            f"Bindestriche. Vorschlag: {proposed}"
        )
    else:
        fix = problems.fix(chunk.line, start + 1, 0, f" {proposed}", proposed)
        text = f"{name} hat keine Kennung. Vorschlag: ::: {chunk.kind} {proposed}"
    problems.error(chunk.line, text, start + 2, fix=fix)
    return proposed


def _short(text: str) -> str:
    """An id of at most five words."""
    return "-".join(slugify(text).split("-")[:5])


def read_exercise(
    chunk: Chunk, lesson: str, writer: ProseWriter, problems: Problems
) -> Exercise | None:
    """The exercise of a block, or None when it fills nothing."""
    head = _HEAD.fullmatch(chunk.head)
    parts = head.groupdict() if head else {}
    if parts.get("rest"):
        problems.error(
            chunk.line,
            f"„{parts['rest'][:40]}“ ist nicht lesbar. Schreiben Sie zum Beispiel "
            '::: exercise mein-hafen "Ihr Hafen" (2,5 Minuten)',
        )
    title = (parts.get("title") or "").strip()
    prompt, core, extra, minutes = _body(chunk, writer, problems)
    identity = read_id(chunk, parts.get("id") or "", title or prompt, problems)
    if not core and not extra:
        if any(_KEY.match(line) for line in chunk.lines):
            return None  # the unknown fields were named already
        problems.error(
            chunk.line,
            f"Die Übung „{identity}“ füllt kein Logbuch-Feld. Schreiben Sie "
            "darunter Zeilen der Form - g10_statement",
        )
        return None
    return Exercise(
        id=identity,
        lesson=lesson,
        title=title,
        minutes=_minutes(parts.get("minutes") or minutes, chunk, problems),
        prompt=writer.rich(prompt, chunk.body_line),
        fields=tuple(core),
        extra=tuple(extra),
        digest=digest_of(chunk.source),
        line=chunk.line,
    )


def _minutes(text: str, chunk: Chunk, problems: Problems) -> Decimal | None:
    if not text:
        return None
    found = _MINUTES.fullmatch(text.strip())
    try:
        return parse_number(found.group(1)) if found else parse_number(text)
    except BadNumber:
        problems.error(
            chunk.line, f"„{text[:40]}“ ist keine Dauer. Schreiben Sie zum Beispiel (2,5 Minuten)."
        )
        return None


def _body(
    chunk: Chunk, writer: ProseWriter, problems: Problems
) -> tuple[str, list[str], list[str], str]:
    """Prompt, core fields, supplementary fields, and the minutes if they stand here."""
    prompt, core, extra, minutes = list[str](), list[str](), list[str](), ""
    into = core
    for number, line in enumerate(chunk.lines, chunk.body_line):
        key, timed = _KEY.match(line), _MINUTES_LINE.fullmatch(line.strip())
        if timed:
            minutes = timed.group(1)
        elif _EXTRA.match(line):
            into = extra
        elif key:
            _add(key.group(1), number, line, (core, extra, into), writer, problems)
        elif not core and not extra:
            prompt.append(line)
        elif line.strip():
            problems.error(
                number,
                f"„{line.strip()[:40]}“ ist kein Logbuch-Feld. Text der Übung gehört "
                "vor die Liste der Felder.",
            )
    return "\n".join(prompt).strip(), core, extra, minutes


def _add(
    key: str,
    line: int,
    text: str,
    lists: tuple[list[str], list[str], list[str]],
    writer: ProseWriter,
    problems: Problems,
) -> None:
    core, extra, into = lists
    known = writer.context.fields
    column = text.index(key) + 1
    if known is not None and key not in known:
        near = nearest(key, known)
        fix = (
            problems.fix(line, column, len(key), near.split("„")[1].rstrip("“?")) if near else None
        )
        problems.error(
            line,
            f"Das Logbuch-Feld „{key}“ gibt es nicht.{near} Die Namen stehen in logbook.yml.",
            column,
            fix=fix,
        )
    elif key in core or key in extra:
        problems.error(
            line, f"Das Logbuch-Feld „{key}“ steht hier doppelt. Löschen Sie eine Zeile.", column
        )
    else:
        into.append(key)
