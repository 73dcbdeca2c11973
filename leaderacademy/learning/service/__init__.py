"""What learning does for other features."""

from leaderacademy.learning.service.answers import Saved, Submitted, resolve_conflict, save_answers
from leaderacademy.learning.service.attempts import QuestionChanged, prepare, record_attempt
from leaderacademy.learning.service.exporting import export_person
from leaderacademy.learning.service.merging import merge_learner
from leaderacademy.learning.service.state import LearnerState, learner_state, progress_of
from leaderacademy.learning.service.visits import record_visit

__all__ = [
    "LearnerState",
    "QuestionChanged",
    "Saved",
    "Submitted",
    "export_person",
    "learner_state",
    "merge_learner",
    "prepare",
    "progress_of",
    "record_attempt",
    "record_visit",
    "resolve_conflict",
    "save_answers",
]
