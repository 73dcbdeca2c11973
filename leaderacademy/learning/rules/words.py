"""Progress in German words; never a bare percentage."""

from collections.abc import Sequence

from leaderacademy.core.german import NBSP
from leaderacademy.learning.rules.progress import (
    CourseProgress,
    LessonProgress,
    StageProgress,
    Step,
)

FEW = 3  # up to so many missing steps are named one by one


def enumeration(parts: Sequence[str]) -> str:
    """„a“, „a und b“, „a, b und c“."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} und {parts[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """„1 Frage“, „3 Fragen“."""
    return f"{number}{NBSP}{one if number == 1 else many}"


def lesson_numbers(lessons: Sequence[LessonProgress]) -> str:
    """„Lektion 4“, „Lektion 5, 7 und 8“, „Lektion 5 bis 8“."""
    numbers = [lesson.plan.number for lesson in lessons]
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"Lektion{NBSP}{numbers[0]} bis{NBSP}{numbers[-1]}"
    return f"Lektion{NBSP}" + enumeration([str(number) for number in numbers])


def step_name(step: Step) -> str:
    """„Frage 3“, „die Übung“."""
    return "die Übung" if step.label == "Übung" else step.label.replace(" ", NBSP)


def steps_of_lesson(lesson: LessonProgress) -> str:
    """„3 von 5 Schritten; es fehlt: die Übung“."""
    if lesson.done:
        return "Lektion fertig"
    text = f"{lesson.done_steps} von {counted(lesson.total_steps, 'Schritt', 'Schritten')}"
    if not lesson.started:
        return text
    names = [step_name(step) for step in lesson.missing]
    return f"{text}; {_lacks(len(names))}: {enumeration(names)}"


def state_below(lesson: LessonProgress) -> str:
    """What stands above the way on: „Lektion 4 ist fertig“, „3 von 5 Schritten; …“, or nothing."""
    if lesson.done:
        return f"Lektion{NBSP}{lesson.plan.number} ist fertig" if lesson.plan.steps else ""
    return steps_of_lesson(lesson) if lesson.started else ""


def news_of_lesson(lesson: LessonProgress) -> str:
    """„neu seit Ihrem Abschluss: 1 Frage“, or nothing."""
    questions = sum(step.kind == "question" for step in lesson.new)
    exercises = len(lesson.new) - questions
    parts = []
    if questions:
        parts.append(counted(questions, "Frage", "Fragen"))
    if exercises:
        parts.append(counted(exercises, "Übung", "Übungen"))
    return f"neu seit Ihrem Abschluss: {enumeration(parts)}" if parts else ""


def stage_state(stage: StageProgress) -> str:
    """„3 von 4 fertig, es fehlt: Lektion 4“."""
    if stage.done:
        return "fertig"
    if not stage.started:
        return "noch nicht begonnen"
    ready = len(stage.lessons) - len(stage.missing)
    lacking = f"{_lacks(len(stage.missing))}: {lesson_numbers(stage.missing)}"
    return f"{ready} von {len(stage.lessons)} fertig, {lacking}"


def lessons_done(progress: CourseProgress) -> str:
    """„3 von 12 Lektionen fertig“."""
    total = counted(len(progress.lessons), "Lektion", "Lektionen")
    if progress.complete:
        return f"Alle {total} fertig"
    return f"{progress.done_lessons} von {total} fertig"


def summary(progress: CourseProgress) -> str:
    """What is done, how long the rest takes and what is missing, in one or two sentences."""
    steps = f"{progress.done_steps} von {progress.total_steps} Schritten"
    if progress.complete:
        return f"{steps}."
    ahead = f"Vor Ihnen liegen {counted(progress.minutes_left, 'Minute', 'Minuten')}"
    missing = [(lesson, step) for lesson in progress.missing for step in lesson.missing]
    if len(missing) <= FEW and missing:
        return f"{steps}; {_lacks(len(missing))}: {_named(missing)}."
    stage = next((s for s in progress.stages if s.started and not s.done), None)
    if stage is None:
        return f"{steps}. {ahead}."
    still = "fehlt" if len(stage.missing) == 1 else "fehlen"
    lacking = f"in Etappe{NBSP}{stage.plan.key} {still} noch {lesson_numbers(stage.missing)}"
    return f"{steps}. {ahead}; {lacking}."


def _named(missing: list[tuple[LessonProgress, Step]]) -> str:
    return enumeration(
        [
            f"{'Übung' if step.label == 'Übung' else step_name(step)} "
            f"in Lektion{NBSP}{lesson.plan.number}"
            for lesson, step in missing
        ]
    )


def retired(progress: CourseProgress) -> str:
    """Why fewer steps are counted than were done; nothing when all are still there."""
    if not progress.retired:
        return ""
    if progress.retired == 1:
        return (
            "Ein Schritt, den Sie erledigt haben, gehört nicht mehr zum Kurs. "
            "Ihre Antwort bleibt gespeichert."
        )
    return (
        f"{progress.retired}{NBSP}Schritte, die Sie erledigt haben, gehören nicht mehr zum "
        "Kurs. Ihre Antworten bleiben gespeichert."
    )


def _lacks(number: int) -> str:
    return "es fehlt" if number == 1 else "es fehlen"
