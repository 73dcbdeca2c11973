"""The legs of the course as the front page draws and lists them."""

from dataclasses import dataclass

from leaderacademy.content.course import Course, Lesson

_NUMBERS = ("", "Eine", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun")


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg with its public lessons; never empty."""

    key: str
    title: str
    text: str
    lessons: tuple[Lesson, ...]
    minutes_before: int = 0
    minutes_of_all: int = 70

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def first(self) -> int:
        return self.lessons[0].number

    @property
    def last(self) -> int:
        return self.lessons[-1].number

    @property
    def count_words(self) -> str:
        """„Vier Lektionen“"""
        count = len(self.lessons)
        if count == 1:
            return "Eine Lektion"
        return f"{_NUMBERS[count] if count < len(_NUMBERS) else count} Lektionen"

    @property
    def window(self) -> str:
        """The part of the course's strip that shows this leg, with its last flare, as a viewBox."""
        width = _x(self, self.minutes) - _x(self, 0) + _MARGIN_LEFT + _MARGIN_RIGHT
        return f"{_x(self, 0) - _MARGIN_LEFT:.1f} 22 {width:.1f} 126"

    @property
    def bar(self) -> str:
        """Every other lesson as a block of the scale below the window, as path data."""
        minutes, blocks = 0, ""
        for place, lesson in enumerate(self.lessons):
            if place % 2 == 0:
                width = _x(self, lesson.minutes) - _x(self, 0)
                blocks += f"M{_x(self, minutes):.1f} 142.9h{width:.1f}v3h-{width:.1f}z"
            minutes += lesson.minutes
        return blocks


# The drawing of the whole course: it begins at x = 74 and is 910 wide, whatever it lasts.
_START, _LENGTH = 74, 910
_MARGIN_LEFT, _MARGIN_RIGHT = 18, 30


def _x(leg: Leg, minutes: int) -> float:
    return _START + (leg.minutes_before + minutes) * _LENGTH / (leg.minutes_of_all or 1)


def legs_of(course: Course) -> tuple[Leg, ...]:
    """The legs that have lessons, in the order of course.yml."""
    stages = course.landing.course.stages if "course" in course.landing else ()
    texts = {text.key: text.text for text in stages}
    legs: list[Leg] = []
    for stage in course.stages:
        if lessons := course.lessons_of(stage.key):
            text = texts.get(stage.key, stage.summary)
            before = sum(leg.minutes for leg in legs)
            legs.append(Leg(stage.key, stage.title, text, lessons, before, course.minutes))
    return tuple(legs)


def heading_lines(heading: str) -> tuple[str, ...]:
    """The headline in lines: what follows the last colon stands alone; there the course begins."""
    before, colon, after = heading.rpartition(": ")
    return (f"{before}:", after) if colon else (heading,)
