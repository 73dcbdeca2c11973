"""A school with three weeks behind it: learners, answers, an edit that helped, two trainers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from leaderacademy.accounts.links import new_secret
from leaderacademy.accounts.models import CodeApp, Passkey, Person
from leaderacademy.accounts.service import new_device
from leaderacademy.accounts.service.factors.recovery import make_codes
from leaderacademy.authoring.rules.history import PUBLISHED
from leaderacademy.authoring.service.documents import file_text, get_document
from leaderacademy.authoring.service.history import add_version
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import ChoiceQuestion, Lesson, Question
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.learning.models import DayTally, LessonState
from leaderacademy.learning.rules.wrong_answers import wrong_answer
from leaderacademy.learning.service.attempts import prepare, record_attempt
from leaderacademy.learning.service.statistics import count_step
from leaderacademy.learning.service.sweeping import sweep

PEOPLE, DAYS, EDITED = 140, 45, 18
LESSONS = ("wer-steuert", "im-takt", "ziele-mit-kurs")
TARGET = "weihnachtsfeier"  # the question whose text was mended EDITED days ago
NAMES = (
    ("Katrin Lotsen", "k.lotsen@lotsen-metallbau.example"),
    ("Jens Petersen", "petersen@tischlerei-petersen.example"),
    ("Aylin Demir", "a.demir@demir-elektro.example"),
    ("Thomas Brandt", "brandt@brandt-dach.example"),
    ("Sofie Marquardt", "s.marquardt@marquardt-druck.example"),
    ("Holger Weiß", "weiss@weiss-kaelte.example"),
)


@dataclass(frozen=True)
class Team:
    """The keys of the cookies of two trainers, and who the first is."""

    tina: str
    eva: str
    tina_id: int


def fill(now: datetime) -> Team:
    """Put everything into the open database."""
    chance = random.Random(7)  # noqa: S311 - the same pictures every time
    tina, eva = (
        _account(name, f"{name.split()[0].lower()}@hafenschule.example", "trainer", now)
        for name in ("Tina Trautmann", "Eva Falk")
    )
    keys = [new_device(person.id, "Firefox unter Linux", now) for person in (tina, eva)]
    for number, (name, address) in enumerate(NAMES):
        person = _account(name, address, "learner", now - timedelta(days=3 * number + 1))
        new_device(person.id, "Safari auf dem iPhone", now - timedelta(days=number))
        person.confirmed_at = None if number == 2 else person.confirmed_at
        person.deactivated_at = now - timedelta(days=1) if number == 3 else None
        person.deletion_due_at = now + timedelta(days=6) if number == 5 else None
    _second_factor(tina.id, now)
    _versions(Actor(tina.id, "Tina Trautmann"), now)
    _learners(chance, now)
    session.commit()
    _count()
    return Team(keys[0], keys[1], tina.id)


def _account(name: str, address: str, role: str, since: datetime) -> Person:
    person = Person(
        name=name,
        email=address,
        email_key=address,
        role=role,
        created_at=since,
        confirmed_at=since,
    )
    session.add(person)
    session.flush()
    return person


def _second_factor(person_id: int, now: datetime) -> None:
    since = now - timedelta(days=30)
    session.add(
        CodeApp(person_id=person_id, nonce=new_secret(), created_at=since, confirmed_at=since)
    )
    session.add(
        Passkey(
            person_id=person_id,
            credential_id="beispiel",
            public_key="beispiel",
            sign_count=4,
            name="Laptop im Büro",
            created_at=since,
            used_at=now - timedelta(hours=20),
        )
    )
    make_codes(person_id)


def _versions(tina: Actor, now: datetime) -> None:
    document = get_document("lektionen", "im-takt")
    text = file_text(document) or ""
    begin = text.index("Zwischen den Abteilungen hakt es")
    before = text[:begin] + text[text.index("## Der Takt-Test") :]
    add_version(document, before, PUBLISHED, tina, now - timedelta(days=60), "Erste Fassung")
    said = "Absatz über die Abteilungen eingefügt: Frage 1 ging zu oft daneben"
    add_version(document, text, PUBLISHED, tina, now - timedelta(days=EDITED), said)


def _learners(chance: random.Random, now: datetime) -> None:
    rows = [{"created_at": now, "role": "learner"} for _ in range(PEOPLE)]
    days = [now - timedelta(days=DAYS * (1 - n / PEOPLE), hours=2) for n in range(PEOPLE)]
    people = sorted(session.scalars(insert(Person).returning(Person.id), rows))
    for person, began in zip(people, days, strict=True):
        _learn(person, began, now, chance)
    for day in range(30):
        date = (now - timedelta(days=day)).date()
        session.add(DayTally(kind="visit", day=date, count=chance.randint(14, 38)))


def _learn(person: int, began: datetime, now: datetime, chance: random.Random) -> None:
    able, at = chance.gauss(0, 0.16), began
    for lesson in _lessons():
        goes_on = chance.random() < 0.83
        asked = lesson.questions if goes_on else lesson.questions[: chance.choice((1, 2, 2, 2))]
        for question in asked:
            at += timedelta(minutes=chance.uniform(0.6, 1.6))
            _answer(person, question, at, able, now, chance)
        place = f"frage-{asked[-1].id}"
        session.add(
            LessonState(
                person_id=person,
                lesson=lesson.slug,
                seen_blocks=[],
                completed_steps=[],
                position=place,
                started_at=began,
                seen_at=at,
                completed_at=at if goes_on else None,
            )
        )
        if not goes_on:
            return
        began = at = at + timedelta(hours=chance.uniform(1, 30))


def _lessons() -> Iterator[Lesson]:
    return (lesson for lesson in catalogue.course().lessons if lesson.slug in LESSONS)


def _answer(
    person: int,
    question: Question,
    at: datetime,
    able: float,
    now: datetime,
    chance: random.Random,
) -> None:
    """A first try, and for most who are wrong a second one."""
    likely = 0.72 + able
    if question.id == TARGET:
        likely = (0.38 if at < now - timedelta(days=EDITED) else 0.7) + able
    right = chance.random() < likely
    sure = chance.choice(("sure", "sure", "unsure", None))
    for number in (1,) if right or chance.random() < 0.25 else (1, 2):
        given = _right(question) if right or number == 2 else _wrong(question, chance)
        if given is None:
            return
        graded = prepare(catalogue.course(), question, given)
        record_attempt(person, graded, f"bild-{person}-{question.id}-{number}", at, sure)
        at += timedelta(seconds=40)


def _right(question: Question) -> object:
    if isinstance(question, ChoiceQuestion):
        return [option.key for option in question.options if option.right]
    if question.kind == "order":
        return [item.key for item in question.items]
    if question.kind == "match":
        return dict(question.pairs)
    return str(question.low).replace(".", ",")


def _wrong(question: Question, chance: random.Random) -> object:
    """The first wrong option draws most."""
    if isinstance(question, ChoiceQuestion) and question.kind == "single":
        wrong = [option.key for option in question.options if not option.right]
        return [chance.choices(wrong, [6, 3, 2][: len(wrong)] + [1] * max(len(wrong) - 3, 0))[0]]
    return wrong_answer(question)


def _count() -> None:
    while count_step(catalogue.course(), clock.now()):
        session.commit()
    sweep(clock.now())
    session.commit()
    session.remove()
