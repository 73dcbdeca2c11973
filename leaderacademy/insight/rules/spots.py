"""The places that are most worth a trainer's hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leaderacademy.content.course import Lesson
from leaderacademy.insight.rules.figures import LessonFigures, QuestionFigures, Stop
from leaderacademy.insight.rules.numbers import ENOUGH, NBSP, Share, wilson

# A reader who leaves is a bigger loss than a wrong first try, which is explained at once; one who
# was sure and wrong would have carried the mistake on.
LEAVING, WRONG, SURE_WRONG = 2.0, 0.5, 0.5
STRONG = 0.1  # below, nothing is wrong enough to be called a spot
MOST = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the reason why it stands here, and the line to edit."""

    lesson: Lesson
    place: str
    question_id: str
    line: int
    sentence: str
    weight: float


def worst_spots(
    questions: Iterable[tuple[Lesson, str, str, int, QuestionFigures]],
    stops: Mapping[str, tuple[Lesson, LessonFigures, list[Stop]]],
) -> list[Spot]:
    """At most three, the worst first; `questions` as (lesson, label, id, line, figures).

    What is compared is the lower end of the interval, so that a few answers never look worst.
    """
    found = [
        _question(*one) for one in questions if one[4].counted >= ENOUGH and one[4].first_try.exact
    ]
    for lesson, figures, way in stops.values():
        if figures.started >= ENOUGH:
            found += [_stop(lesson, stop) for stop in way if stop.stopped.exact]
    strong = [spot for spot in found if spot.weight >= STRONG]
    return sorted(strong, key=lambda spot: -spot.weight)[:MOST]


def _low(share: Share) -> float:
    return wilson(share.part, share.whole)[0] if share.whole >= ENOUGH else 0.0


def _question(
    lesson: Lesson, label: str, question_id: str, line: int, figures: QuestionFigures
) -> Spot:
    wrong = Share(figures.counted - figures.right, figures.counted)
    weight = WRONG * _low(wrong)
    sentence = f"Beim ersten Versuch liegen {wrong.text} daneben."
    sure = figures.sure_but_wrong
    if sure.whole >= ENOUGH and sure.exact:
        weight += SURE_WRONG * _low(sure)
        sentence += f" Von denen, die sich sicher waren, {sure.text}."
    turned = figures.pairs.discrimination
    if turned is not None and turned < 0:
        weight += WRONG * min(-turned, 1)
        sentence += (
            " Wer sonst viel weiß, antwortet hier öfter falsch: Die Frage führt in die Irre."
        )
    return Spot(lesson, label, question_id, line, sentence, weight)


def _stop(lesson: Lesson, stop: Stop) -> Spot:
    sentence = (
        f"Hier hören {stop.stopped.text} aller auf, die die Lektion begonnen haben "
        f"({stop.stopped.part}{NBSP}Personen)."
    )
    weight = LEAVING * _low(stop.stopped)
    return Spot(lesson, stop.place.label, "", stop.place.line, sentence, weight)
