"""What a file made by a job shows, and how to tell whether a ready one still does."""

import hashlib
from datetime import datetime

from leaderacademy.content.course import Course
from leaderacademy.learning.rules.answers import canonical
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import learner_state
from leaderacademy.logbook.service.editions import NEVER, editions_of, take_out
from leaderacademy.logbook.service.papers import Paper, paper_of

WHOLE = "logbuch.pdf"
LOOK = 3  # raised when files should look different


def papers_of(
    course: Course, name: str, person_id: int, owner: str, now: datetime
) -> tuple[Paper, ...]:
    """The documents in this file, each with the number of its version."""
    state, taken = learner_state(person_id), editions_of(person_id)
    wanted = "" if name == WHOLE else name.rpartition(".")[0]
    today = today_in_germany(now)
    papers = []
    for document in course.logbook.documents:
        if wanted in ("", document.key):
            paper = paper_of(course, document, state, today, owner=owner)
            number = taken.get(document.key, NEVER).number_of(paper.stamp)
            papers.append(paper_of(course, document, state, today, number, owner))
    return tuple(papers)


def stamp_of(course: Course, name: str, person_id: int, owner: str, now: datetime) -> str:
    """Equal for files that would be equal."""
    return stamp_of_papers(course, papers_of(course, name, person_id, owner, now), owner)


def stamp_of_papers(course: Course, papers: tuple[Paper, ...], owner: str) -> str:
    content = [LOOK, course.digest, owner, [[p.stamp, p.number, str(p.today)] for p in papers]]
    return hashlib.sha256(canonical(content).encode("utf-8", "replace")).hexdigest()


def count_versions(person_id: int, papers: tuple[Paper, ...], now: datetime) -> None:
    """These documents leave the house."""
    for paper in papers:
        take_out(person_id, paper.document.key, paper.stamp, now)
