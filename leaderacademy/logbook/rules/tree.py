"""The goal tree as a drawing: five distances from the harbour to today, measured and broken
into lines, so that a picture needs no text engine."""

from collections.abc import Iterable
from dataclasses import dataclass

from leaderacademy.logbook.rules.written import Written

WIDTH = 1040
STRIP = 200
TEXT = WIDTH - STRIP - 64  # pixels a line may take
PLACES = (52, 38, 60, 40, 52)  # per cent of the strip
SYMBOL = 54  # pixels below the top of a row
_NARROW = frozenset("iljItfr.,;:!|'‚‘’()[]/ \u00a0")
_WIDE = frozenset("mwMWGOQÄÖ@%&—…")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `kind` is own, text or soft."""

    text: str
    kind: str
    y: int


@dataclass(frozen=True, slots=True)
class Level:
    """One distance as it is drawn."""

    key: str
    title: str
    span: str
    day: str
    is_open: bool
    top: int
    height: int
    x: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """All levels and the whole height."""

    levels: tuple[Level, ...]
    height: int


_SIZES = {"own": (22, 31), "text": (17, 25), "soft": (15, 22)}


def tree_of(written: Written) -> Tree:
    """Where everything goes; nothing is cut, a long text makes its row taller."""
    top, levels = 0, []
    for place, (key, title, span, day, texts) in enumerate(_levels(written)):
        lines, y = [], 58
        for kind, text in texts:
            size, step = _SIZES[kind]
            for part in wrapped(text, size, TEXT):
                y += step
                lines.append(Line(part, kind, top + y - 8))
            y += 6
        height = max(y + 20, 150)
        x = STRIP * PLACES[place] // 100
        is_open = not texts
        levels.append(Level(key, title, span, day, is_open, top, height, x, tuple(lines)))
        top += height
    return Tree(tuple(levels), top)


def _levels(
    w: Written,
) -> Iterable[tuple[str, str, str, str, list[tuple[str, str]]]]:
    yield (
        "hafen",
        "Hafen",
        "in zehn Jahren",
        w.text("g10_date"),
        _texts(("own", w.text("g10_statement")), ("text", w.text("g10_sign"))),
    )
    measured = _from_to(w.text("g3_metric"), w.text("g3_base"), w.text("g3_target"))
    yield (
        "leuchtturm",
        "Leuchtturm",
        "in drei Jahren",
        w.text("g3_date"),
        _texts(("own", w.text("g3_statement")), ("text", measured)),
    )
    yield (
        "etappe",
        "Etappe",
        "dieses Jahr",
        w.text("gy_date"),
        _texts(("own", w.computed("gy_sentence"))),
    )
    yield from _near(w)


def _near(
    w: Written,
) -> Iterable[tuple[str, str, str, str, list[tuple[str, str]]]]:
    yield (
        "boje",
        "Boje",
        "dieses Quartal",
        w.text("gq_date"),
        _texts(
            ("own", w.text("gq_objective")),
            *(("text", _result(row)) for row in w.rows("gq_results")),
        ),
    )
    yield (
        "ruderschlaege",
        "Ruderschläge",
        "die nächsten 14\u00a0Tage",
        "",
        _texts(
            *(("text", _step(row)) for row in w.rows("steps")),
            ("soft", w.text("step_first_trigger")),
        ),
    )


def _texts(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in pairs if text.strip()]


def _from_to(metric: str, base: str, target: str) -> str:
    values = f"von {base or '…'} auf {target or '…'}" if base or target else ""
    return ": ".join(part for part in (metric, values) if part)


def _result(row: dict[str, str]) -> str:
    measured = _from_to(row.get("metric", ""), row.get("base", ""), row.get("target", ""))
    return " · ".join(p for p in (measured, row.get("kind"), row.get("owner")) if p)


def _step(row: dict[str, str]) -> str:
    minutes = f"{row['minutes']}\u00a0Min." if row.get("minutes") else ""
    done = f"fertig, wenn {row['done_when']}" if row.get("done_when") else ""
    parts = (row.get("action"), done, minutes, row.get("owner"), row.get("due"))
    return " · ".join(part for part in parts if part)


def wrapped(text: str, size: int, room: int) -> list[str]:
    """Lines that fit into `room` pixels at this size, generously measured; nothing is dropped."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for word in paragraph.split():
            for piece in _pieces(word, size, room):
                needed = width_of(piece, size) + (width_of(" ", size) if line else 0)
                if line and used + needed > room:
                    lines.append(line)
                    line, used, needed = "", 0.0, width_of(piece, size)
                line = f"{line} {piece}" if line else piece
                used += needed
        lines.append(line)
    return [line for line in lines if line]


def _pieces(word: str, size: int, room: int) -> list[str]:
    """A word that is longer than a line in parts that are not."""
    most = max(int(room / size), 1)  # even if every letter were as wide as it is high
    if width_of(word, size) <= room:
        return [word]
    return [word[start : start + most] for start in range(0, len(word), most)]


def width_of(text: str, size: int) -> float:
    """About how many pixels a text takes; rather too many."""
    return sum(_letter(letter) for letter in text) * size


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.9
    if ord(letter) > 0x2E00:
        return 1.2
    return 0.68 if letter.isupper() else 0.575
