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


def legs_of(course: Course) -> tuple[Leg, ...]:
    """The legs that have lessons, in the order of course.yml."""
    stages = course.landing.course.stages if "course" in course.landing else ()
    texts = {text.key: text.text for text in stages}
    return tuple(
        Leg(stage.key, stage.title, texts.get(stage.key, stage.summary), lessons)
        for stage in course.stages
        if (lessons := course.lessons_of(stage.key))
    )


def heading_lines(heading: str) -> tuple[str, ...]:
    """The headline in lines: what follows the last colon stands alone, as the start of the course."""
    before, colon, after = heading.rpartition(": ")
    return (f"{before}:", after) if colon else (heading,)
