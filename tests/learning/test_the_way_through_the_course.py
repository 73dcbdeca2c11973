"""Overview, going on, and an end that feels like one."""

from typing import Any

import pytest

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import default_value, is_filled
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.attempts import prepare, record_attempt
from leaderacademy.learning.service.completion import mark_completed
from tests.learning.conftest import EditableCourse, given


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def right_answer(question: Any) -> Any:
    if question.kind in ("single", "truefalse", "multi"):
        return [option.key for option in question.options if option.right]
    if question.kind == "order":
        return [item.key for item in question.items]
    if question.kind == "match":
        return dict(question.pairs)
    return str(question.low).replace(".", ",")


def filled_value(field: Field) -> Any:
    """Something that counts as a first version."""
    today = today_in_germany(clock.now())
    proposed = default_value(field, {}, today)
    if is_filled(field, proposed, lesson=True):
        return proposed
    if field.type == "list":
        rows = max(field.lesson_rows, 1)
        if not field.columns:
            return ["Eintrag"] * rows
        return [{c.key: filled_value(c) for c in field.columns if c.type != "computed"}] * rows
    if field.type in ("choice", "choices"):
        values = [option.value for option in field.options] or ["Eintrag"]
        return values[0] if field.type == "choice" else values
    known = {"number": "10", "money": 1000, "date": today.isoformat(), "time": "08:15"}
    return known.get(field.type, "Ein Text, der lang genug ist.")


def finish(person: int, lessons: list[str], course: Course | None = None) -> None:
    """Do everything in these lessons, faster than through the pages."""
    course = course or catalogue.course()
    now = clock.now()
    for slug in lessons:
        lesson = course.find_lesson(slug)
        assert lesson is not None
        for question in lesson.questions:
            graded = prepare(course, question, right_answer(question))
            record_attempt(person, graded, f"client-{question.id}"[:64], now)
        for key in [key for exercise in lesson.exercises for key in exercise.fields]:
            field = course.find_field(key)
            assert field is not None
            if field.type != "computed" and session.get(Answer, (person, key)) is None:
                session.add(
                    Answer(
                        person_id=person,
                        field_key=key,
                        value=filled_value(field),
                        version=1,
                        saved_at=now,
                        others=[],
                    )
                )
    session.flush()
    mark_completed(person, course, now)
    session.commit()
    session.remove()


def slugs() -> list[str]:
    return [lesson.slug for lesson in catalogue.course().lessons]


def test_somebody_new_begins_with_lesson_one(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs")
    assert page.one(".overview-next .btn-main").get("href") == "/kurs/wer-steuert"
    assert "12 Lektionen, 70 Minuten" in words(page.one(".overview-next"))
    assert [words(state) for state in page.select(".leg-state")] == ["noch nicht begonnen"] * 3


def test_progress_is_told_in_words(learner: Any, visit: Any) -> None:
    finish(learner.person_id, slugs()[:3])
    page = visit(learner, "/kurs")
    text = words(page.one(".overview-next"))
    assert "3 von 12 Lektionen fertig" in text
    assert "Vor Ihnen liegen 54 Minuten; in Etappe A fehlt noch Lektion 4." in text
    assert words(page.select(".leg-state")[0]) == "3 von 4 fertig, es fehlt: Lektion 4"
    assert page.one(".overview-next .btn-main").get("href") == "/kurs/zielbaum"
    assert len(page.select(".plate .cells .state-good") or page.select(".state-good")) >= 3


def test_a_missing_exercise_is_named(learner: Any, visit: Any) -> None:
    finish(learner.person_id, slugs())
    session.delete(session.get(Answer, (learner.person_id, "steps")))
    session.commit()
    assert "Alle 12 Lektionen fertig" in words(visit(learner, "/kurs").one(".overview-next"))


def test_on_leads_to_the_lesson_visited_last(learner: Any, visit: Any, answer: Any) -> None:
    answer(learner, "steuermann", catalogue.course().find_lesson("steuermann").questions[0].id)  # type: ignore[union-attr]
    button = visit(learner, "/kurs").one(".overview-next .btn-main")
    assert button.get("href").startswith("/kurs/steuermann#frage-")
    assert "Weiter: Lektion 7" in words(button)


def test_nothing_is_locked(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs")
    linked = {link.get("href") for link in page.select(".plate a")}
    assert {f"/kurs/{slug}" for slug in slugs()} <= linked


def test_the_finished_course_says_what_comes_now(learner: Any, visit: Any) -> None:
    finish(learner.person_id, slugs())
    page = visit(learner, "/kurs")
    end = page.one("#geschafft")
    links = {link.get("href") for link in end.cssselect("a")}
    assert {"/logbuch", "/training", "/selbst-check?noch-einmal=nachher"} <= links
    assert "Alle 12 Lektionen fertig" in words(page.one(".overview-next"))
    assert visit(learner, "/kurs/kurs-halten").one("#weiter .btn-main").get("href") == (
        "/kurs#geschafft"
    )


def test_the_last_exercise_leads_into_port(learner: Any, visit: Any) -> None:
    finish(learner.person_id, slugs()[:-1])
    last = catalogue.course().lessons[-1]
    for question in last.questions:
        learner.submit(
            visit(learner, f"/kurs/{last.slug}"),
            f"/kurs/{last.slug}/fragen/{question.id}",
            **given(question.id),
        )
    page = visit(learner, f"/kurs/{last.slug}")
    form = page.one("section.logpage form")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data["cm_promise"] = ["… ich im Agenturgespräch weiß, was ich will."]
    data["tm_share_fields"] = [form.cssselect("[name=tm_share_fields]")[0].get("value")]
    response = learner.post(form.get("action"), data=data)
    assert response.headers["Location"] == "/kurs#geschafft"


def test_a_lesson_added_after_the_end_takes_nothing_back(
    learner: Any, visit: Any, editable: EditableCourse
) -> None:
    finish(learner.person_id, slugs())
    source = editable.file("010").read_text()
    for known in ("leader-erkennen", "bleibt-bei-ihnen", "chefsache-texte"):
        source = source.replace(known, f"neu-{known}")
    source = source.replace("gelegenheiten-nachsteuern", "neu-nachsteuern")
    source = source.replace("mein-hafen", "neuer-hafen").replace("- st_deputy\n", "")
    editable.write("130-zugabe.md", source.replace("Wer steuert hier eigentlich?", "Zugabe"))
    text = words(visit(learner, "/kurs").one(".overview-next"))
    assert "Neu seit Ihrem Abschluss: Lektion 13" in text
    assert visit(learner, "/kurs").select("#geschafft")


@pytest.mark.parametrize("slug", ["wer-steuert", "kurs-halten"])
def test_the_bar_below_leads_on(client: Any, visit: Any, slug: str) -> None:
    bar = visit(client, f"/kurs/{slug}").one("#weiter")
    assert len(bar.cssselect(".btn-main")) == 1
