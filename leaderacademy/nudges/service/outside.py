"""How a feature that knows nothing of course mails brings a kind of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import func, select

from leaderacademy.content.course import Course
from leaderacademy.core.database import session
from leaderacademy.nudges.models import CourseMail
from leaderacademy.nudges.service.sources import Due, among

PAGE = 2_000


class Somebody(Protocol):
    """One person who is due."""

    @property
    def person_id(self) -> int:
        """The person's number."""


# (now, most, after_id, until_id) -> at most so many people after this id and up to that one, in
# the order of their ids. Without the upper bound a page that finds few would look at everybody.
Pages = Callable[[datetime, int, int, int], Sequence[Somebody]]


def by_pages(kind: str, pages: Pages) -> Due:
    """A question that is answered page by page over everybody, asked for one batch of people.

    The rounds are counted here: each mail of this kind is one round more.
    """

    def due(people: Sequence[int], _course: Course, now: datetime) -> list[tuple[int, int]]:
        wanted, after, found = set(people), people[0] - 1, list[int]()
        while True:
            page = pages(now, PAGE, after, people[-1])
            found += [one.person_id for one in page if one.person_id in wanted]
            if len(page) < PAGE:
                break
            after = page[-1].person_id
        rounds = _rounds(kind, found)
        return [(person_id, rounds.get(person_id, 0) + 1) for person_id in found]

    return due


def _rounds(kind: str, people: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(CourseMail.person_id, func.max(CourseMail.round))
        .where(among(CourseMail.person_id, people), CourseMail.kind == kind)
        .group_by(CourseMail.person_id)
    )
    return {row[0]: row[1] for row in rows}
