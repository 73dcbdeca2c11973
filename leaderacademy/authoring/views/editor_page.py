"""Puts the editor's page together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template

from leaderacademy.authoring.rules.differences import count_changes
from leaderacademy.authoring.rules.fixes import fix_label, remedy
from leaderacademy.authoring.rules.inserting import INSERTIONS
from leaderacademy.authoring.rules.lessons import LessonLine
from leaderacademy.authoring.service.checking import Checked, check
from leaderacademy.authoring.service.drafts import Desk
from leaderacademy.authoring.service.impact_text import affected
from leaderacademy.authoring.service.listing import Leg, legs, listed
from leaderacademy.authoring.service.presence import others_present
from leaderacademy.authoring.service.previews import shared_until
from leaderacademy.authoring.views.desk import actor, day_on_the_wall, title_of
from leaderacademy.authoring.views.text_page import has_page
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Fix, Problem

_RECENT = 30 * 60  # seconds in which somebody who saved is still at it


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A problem with its number, and what its button says and does; no button without a fix."""

    number: int
    problem: Problem
    label: str = ""
    fix: Fix | None = None
    here: bool = True


def problem_list(checked: Checked) -> list[ListedProblem]:
    """The problems as they are listed; those of other files cannot be mended here."""
    own = set(checked.own)
    rows = []
    for number, problem in enumerate(checked.problems):
        fix = remedy(problem, checked.text) if problem in own else None
        label = fix_label(fix) if fix is not None else ""
        rows.append(ListedProblem(number, problem, label, fix, problem in own))
    return rows


def editor_page(desk: Desk, now: datetime, typed: str | None = None, error: str = "") -> str:
    """The page with the text on the desk, or with one that could not be saved."""
    document = desk.document
    checked = check(document, desk.text)
    today = day_on_the_wall(now)
    legs_of_course = course_legs(today) if document.is_lesson else []
    mine = (row for leg in legs_of_course for row in leg.lessons if row.document == document)
    row = next(mine, None)
    line: LessonLine | None = row.line if row is not None else None
    return render_template(
        "authoring/editor.html",
        desk=desk,
        document=document,
        title=title_of(document, desk.text),
        text=desk.text if typed is None else typed,
        error=error,
        found=problem_list(checked),
        legs=legs_of_course,
        line=line,
        changes=count_changes(desk.file or "", desk.text) if desk.draft is not None else 0,
        insertions=INSERTIONS if document.is_lesson else (),
        other=_other_writer(desk, now),
        present=others_present(document, actor(), now),
        has_page=has_page(document),
        shared=shared_until(document, now),
        affected=affected(document, desk.text, now) if desk.draft is not None else None,
    )


def course_legs(today: date) -> Sequence[Leg]:
    """The lessons in their legs."""
    stages = catalogue.course(today).stages
    return legs(listed(today), {stage.key: stage.title for stage in stages})


def _other_writer(desk: Desk, now: datetime) -> str:
    """Who else saved this draft a moment ago."""
    draft = desk.draft
    if draft is None or draft.author_id == actor().id:
        return ""
    return draft.author if (now - draft.saved_at).total_seconds() < _RECENT else ""
