"""The ids of the whole course: double ones are told apart, missing ones get a free one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from leaderacademy.content.lesson import Exercise, Question
from leaderacademy.content.problems import Fix, Problem
from leaderacademy.content.whole import Whole

Place = tuple[str, Question | Exercise]


def double_ids(whole: Whole) -> Iterator[Problem]:
    """Complains at the copy and names the original; which it is nobody can know for sure.

    So there is no automatic fix: a new id for the original would cut off all its old answers.
    """
    proposed = {(fix.path, fix.line) for _, fix in _proposals(whole)}
    places: dict[str, list[Place]] = {}
    for path, block in whole.blocks():
        if (path, block.line) not in proposed:
            places.setdefault(block.id, []).append((path, block))
    taken = set(places)
    for name, found in places.items():
        if len(found) > 1:
            original = _original(name, found, whole)
            for path, block in found:
                if (path, block) != original:
                    yield _double(path, block, original, _free(name, taken))


def _original(name: str, places: list[Place], whole: Whole) -> Place:
    """The one in the file that had this id in its last good version; else the first."""
    known = [place for place in places if name in whole.published_ids(place[0])]
    return known[0] if known else places[0]


def _double(path: str, block: Question | Exercise, original: Place, free: str) -> Problem:
    kind = "exercise" if isinstance(block, Exercise) else "question"
    text = (
        f"Die Kennung „{block.id}“ gibt es schon in {original[0]}, Zeile {original[1].line}. Geben "
        f"Sie der Kopie von beiden eine neue, zum Beispiel {free}. Am Original hängen die alten "
        "Antworten."
    )
    return Problem("error", path, block.line, len(f"::: {kind} ") + 1, text)


def with_free_ids(whole: Whole) -> dict[Problem, Problem]:
    """Problems whose proposed id is not the best one, and the same with a better one."""
    proposed = list(_proposals(whole))
    places = {(fix.path, fix.line) for _, fix in proposed}
    taken = {block.id for path, block in whole.blocks() if (path, block.line) not in places}
    changed = {}
    for problem, fix in proposed:
        lost = whole.published_ids(fix.path) - taken
        alone = sum(other.path == fix.path for _, other in proposed) == 1
        # One id went and one is missing: it was deleted by mistake.
        best = next(iter(lost)) if alone and len(lost) == 1 else fix.new_id
        free = _free(best, taken)
        if free != fix.new_id:
            better = replace(fix, insert=fix.insert.replace(fix.new_id, free), new_id=free)
            head, _, _ = problem.text.rpartition(fix.new_id)
            changed[problem] = replace(problem, fix=better, text=head + free)
    return changed


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with the first free number; it is taken from then on."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def _proposals(whole: Whole) -> Iterator[tuple[Problem, Fix]]:
    for parsed in whole.lessons.values():
        for problem in parsed.problems:
            if problem.fix and problem.fix.new_id:
                yield problem, problem.fix
