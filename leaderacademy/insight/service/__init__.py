"""What insight does for its pages and what the application connects to it."""

from leaderacademy.insight.service.counting import count_some, plan_counting
from leaderacademy.insight.service.pages import (
    booking_sources,
    edit_sources,
    lesson_insight,
    overview,
    question_insight,
)

__all__ = [
    "booking_sources",
    "count_some",
    "edit_sources",
    "lesson_insight",
    "overview",
    "plan_counting",
    "question_insight",
]
