"""What the front page says about the live training and about the invented company."""

import re
from dataclasses import dataclass

from leaderacademy.content.course import Course

_SHOWN_FACTS = ("group", "time")
_COMPANY = re.compile(r"„([^“]+)“")


@dataclass(frozen=True, slots=True)
class Together:
    """The invitation to the live training: a question, an answer, the facts in short."""

    heading: str
    text: str
    facts: str


def together_of(course: Course) -> Together:
    """From the closing line of the page and the facts of the training, without open ones."""
    question, mark, answer = course.landing.closing.text.partition("? ")
    facts = course.training.facts if "facts" in course.training else ()
    known = {fact.key: fact.text for fact in facts if "[" not in fact.text}
    # Of a longer fact, what stands before the first semicolon or comma is enough here.
    short = [re.split(r"[;,]", known[key])[0].rstrip(".") for key in _SHOWN_FACTS if key in known]
    return Together(question + mark.strip(), answer, f"{', '.join(short)}." if short else "")


def company_of(course: Course) -> str:
    """The name of the invented company, from the sentence that calls it invented."""
    found = _COMPANY.search(course.example_company)
    return found[1] if found else course.example_company
