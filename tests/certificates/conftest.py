"""Somebody who has finished the course."""

from typing import Any

import pytest

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import WHOLE_COURSE, LessonState


@pytest.fixture
def finished(learner: Any) -> Any:
    """Ada finished the course, as it is kept."""
    return finish(learner)


def finish(visitor: Any) -> Any:
    """Keep that this person has finished every lesson of today's course."""
    from leaderacademy.content.catalogue import catalogue

    now = clock.now()
    lessons = [lesson.slug for lesson in catalogue.course().lessons]
    for slug in (WHOLE_COURSE, *lessons):
        session.add(
            LessonState(
                person_id=visitor.person_id,
                lesson=slug,
                seen_blocks=[],
                completed_at=now,
                completed_steps=[],
            )
        )
    session.commit()
    session.remove()
    return visitor
