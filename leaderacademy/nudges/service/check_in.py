"""The check-in of every 14 days as a course mail; what is due, `team` knows."""

from datetime import datetime

from leaderacademy.content.course import Course
from leaderacademy.nudges.service.letters import Step
from leaderacademy.nudges.service.outside import by_pages
from leaderacademy.nudges.service.sources import Source
from leaderacademy.team import service as team

KIND = "check-in"
CHECK_IN = Source(
    KIND,
    "Check-in",
    "alle 14 Tage, solange Schritte offen sind",
    by_pages(KIND, team.due_check_ins),
)


def write_check_in(person_id: int, _round: int, _course: Course, now: datetime) -> Step | None:
    """A link of its own for every mail; None when nothing is due any more."""
    due = team.due_check_ins(now, 1, person_id - 1, person_id)
    if not due:
        return None
    token = team.create_check_in_link(person_id, now)
    return Step(f"/check-in/{token}", f"Offene Schritte: {due[0].open}")
