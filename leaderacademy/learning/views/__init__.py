"""The pages of learning, joined to one blueprint."""

from leaderacademy.learning.views import (
    exercises,
    history,
    lesson,
    overview,
    position,
    questions,
    reference,
    review,
    self_check,
)
from leaderacademy.learning.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "exercises",
    "history",
    "lesson",
    "overview",
    "position",
    "questions",
    "reference",
    "review",
    "self_check",
]
