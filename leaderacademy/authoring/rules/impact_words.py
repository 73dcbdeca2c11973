"""The impact report in German sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderacademy.authoring.rules.replay import Replay

if TYPE_CHECKING:
    from leaderacademy.authoring.rules.impact import Recorded, Versions

NBSP = "\u00a0"


def counted(number: int, one: str, many: str) -> str:
    """„1 Stelle“, „1.200 Stellen“."""
    return f"{number:,}".replace(",", ".") + NBSP + (one if number == 1 else many)


def people(number: int) -> str:
    """„1 Person“, „17 Lernende“."""
    return counted(number, "Person", "Lernende")


def summary(learners: int, losing: int, told: int, at_least: bool = False) -> str:
    """„17 Lernende waren schon hier; 0 verlieren Fortschritt; 2 sehen ‚geändert‘.“"""
    if not learners:
        return "Hier war noch niemand: Diese Änderung betrifft niemanden."
    least = "mindestens " if at_least else ""
    was = "war" if learners == 1 else "waren"
    return f"{people(learners)} {was} schon hier; {_lose(losing)}; {least}{_see(told)}."


def _lose(number: int) -> str:
    return f"{number} {'verliert' if number == 1 else 'verlieren'} Fortschritt"


def _see(number: int) -> str:
    return f"{number} {'sieht' if number == 1 else 'sehen'} ‚geändert‘"


def lesson(versions: Versions, recorded: Recorded, changed: int, losing: int) -> Iterator[str]:
    """What holds for the lesson as a whole."""
    if versions.old is None:
        yield "Die Lektion ist neu. Sie nimmt niemandem etwas weg, der schon weiter ist."
        return
    if versions.new is None:
        yield from _vanishes(losing)
        return
    if versions.moved:
        yield (
            "Die Adresse der Lektion ändert sich. Alte Links führen ins Leere, und wer hier fertig "
            "war, muss alle Schritte der neuen Fassung erledigt haben, damit es so bleibt."
        )
    if changed and recorded.readers:
        back = "sieht" if recorded.readers == 1 else "sehen"
        yield (
            f"{people(recorded.readers)} {back} beim nächsten Besuch "
            f"{counted(changed, 'geänderte Stelle', 'geänderte Stellen')} markiert."
        )
    if recorded.finished and not versions.moved:
        have = "hat" if recorded.finished == 1 else "haben"
        yield (
            f"{people(recorded.finished)} {have} die Lektion abgeschlossen. Sie bleibt für alle "
            "fertig; neue Schritte erscheinen als „neu seit Ihrem Abschluss“."
        )


def _vanishes(losing: int) -> Iterator[str]:
    yield "Die Lektion ist danach nicht mehr zu sehen."
    if losing:
        have = "hat" if losing == 1 else "haben"
        yield (
            f"{people(losing)} {have} hier schon Schritte erledigt. Sie zählen nicht mehr zum "
            "Fortschritt, und die Kursübersicht sagt warum. Alle Antworten und Bescheinigungen "
            "bleiben."
        )


def question(change: str, counts: Replay, losing: int, flawed: int) -> Iterator[str]:
    """What holds for one question."""
    if change == "added":
        yield "Diese Frage ist neu."
        return
    yield _answered(counts, losing, change)
    yield from _KIND[change](counts, flawed) if change in _KIND else ()


def _answered(counts: Replay, losing: int, change: str) -> str:
    if not counts.answered:
        return "Diese Frage hat noch niemand beantwortet."
    have = "hat" if counts.answered == 1 else "haben"
    text = f"{people(counts.answered)} {have} diese Frage beantwortet; {_lose(losing)}"
    if change in ("removed", "moved away"):
        return f"{text}."
    return f"{text}; bei {counts.told} steht an der Antwort ‚geändert‘."


def _words(counts: Replay, _flawed: int) -> Iterator[str]:
    if counts.answered:
        yield "Nur der Wortlaut ändert sich: Jede Antwort behält ihr Urteil."


def _kind(counts: Replay, _flawed: int) -> Iterator[str]:
    if counts.answered:
        yield "Die Art der Frage ändert sich: Alte Versuche bleiben lesbar und behalten ihr Urteil."


def _solution(counts: Replay, _flawed: int) -> Iterator[str]:
    if not counts.answered:
        return
    yield "Die richtige Antwort ändert sich: Alte Versuche behalten ihr Urteil."
    if counts.differ:
        fits = "passt" if counts.differ == 1 else "passen"
        yield (
            f"{counted(counts.differ, 'Urteil', 'Urteile')} {fits} nicht zur neuen Fassung. War "
            "die alte falsch, kennzeichnen Sie die betroffene Option lieber mit (~)."
        )


def _flaw(counts: Replay, flawed: int) -> Iterator[str]:
    if flawed == 1:
        yield "Eine Option gilt als fehlerhaft: Sie zählt für und gegen niemanden."
    else:
        yield f"{flawed}{NBSP}Optionen gelten als fehlerhaft: Sie zählen für und gegen niemanden."
    if counts.righted:
        yield (
            f"{counted(counts.righted, 'Antwort', 'Antworten')}, bisher „noch nicht“, "
            f"{'zählt' if counts.righted == 1 else 'zählen'} rückwirkend nicht mehr als falsch."
        )


def _unflaw(counts: Replay, _flawed: int) -> Iterator[str]:
    yield "Eine fehlerhafte Option zählt wieder."
    if counts.unrighted:
        yield (
            f"{counted(counts.unrighted, 'Antwort', 'Antworten')} "
            f"{'gilt' if counts.unrighted == 1 else 'gelten'} dadurch wieder als falsch."
        )


def _removed(counts: Replay, _flawed: int) -> Iterator[str]:
    yield "Die Frage entfällt."
    if counts.answered:
        yield "Die Antworten bleiben gespeichert und lesbar."


def _moved(counts: Replay, _flawed: int) -> Iterator[str]:
    if counts.answered:
        yield "Die Frage steht dann in einer anderen Lektion; jede Antwort zählt dort weiter."


def _here(_counts: Replay, _flawed: int) -> Iterator[str]:
    yield "Die Frage kommt aus einer anderen Lektion; jede Antwort zählt hier weiter."


_KIND = {
    "words": _words,
    "kind": _kind,
    "solution": _solution,
    "flawed": _flaw,
    "unflawed": _unflaw,
    "removed": _removed,
    "moved away": _moved,
    "moved here": _here,
}
