"""`flask content`: check the course's files, mend what can be mended, list what they hold."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from leaderacademy.config import Settings
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.fixes import apply_fixes

content_cli = AppGroup("content", help="Die Dateien des Kurses prüfen und auflisten.")


@content_cli.command("check")
@click.option("--fix", is_flag=True, help="Schreiben, was sich von selbst beheben lässt.")
def check_command(fix: bool) -> None:
    """Alle Dateien prüfen; endet mit 1, wenn etwas davon ein Fehler ist."""
    settings: Settings = current_app.config["SETTINGS"]
    if fix:
        fixed = apply_fixes(settings.content, catalogue.problems())
        catalogue.refresh()
        click.echo(f"{_count(fixed, 'Stelle', 'Stellen')} behoben.")
    problems = catalogue.problems()
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.is_error for problem in problems)
    course = catalogue.course()
    questions = sum(len(lesson.questions) for lesson in course.lessons)
    click.echo(
        f"{_count(len(course.lessons), 'Lektion', 'Lektionen')}, "
        f"{_count(questions, 'Frage', 'Fragen')}, "
        f"{_count(len(course.logbook.fields), 'Feld', 'Felder')}: {errors} Fehler, "
        f"{_count(len(problems) - errors, 'Warnung', 'Warnungen')}."
    )
    sys.exit(1 if errors else 0)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@content_cli.command("list")
def list_command() -> None:
    """Lektionen mit ihren Fragen und Übungen auflisten."""
    course = catalogue.course()
    for lesson in (*course.lessons, *course.drafts):
        click.echo(
            f"{lesson.number:>2}  {lesson.slug}  „{lesson.title}“  {lesson.minutes} Min.  "
            f"{lesson.status}"
        )
        for question in lesson.questions:
            click.echo(f"      Frage  {question.id}  ({question.kind})")
        for exercise in lesson.exercises:
            click.echo(f"      Übung  {exercise.id}")
