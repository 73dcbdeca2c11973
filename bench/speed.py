"""Requests per second and 95th percentiles of the three things learners do most."""

from dataclasses import dataclass, replace
from pathlib import Path

from bench import learners, servers
from bench.figures import report
from bench.load import Call, Load, against

P95 = 12.0  # times that of R1


@dataclass(frozen=True)
class Prepared:
    """Requests of learners whose half course is in a database."""

    anonymous: list[Call]
    visits: list[Call]
    answers: list[Call]
    plain_answers: list[Call]
    made_anew: list[Call]
    queries: int
    answer_queries: int


def prepare(instance: Path, database_url: str = "") -> Prepared:
    """Fill a database by the product's own forms, and prepare what the learners ask next."""
    with learners.opened(instance, database_url) as app:
        people = learners.fill(app)
        anonymous = [Call("GET", f"/kurs/{slug}") for slug in learners.slugs()]
        visits = learners.visits(people)
        answers = learners.answers(people)
        with learners.counted(app) as statements:
            learners.forms(people[0], learners.half()[2])
        with learners.counted(app) as answering:
            learners.send(app, answers[0])
        return Prepared(
            anonymous,
            visits,
            [replace(call, fragment=True) for call in answers],
            answers,
            # What is asked for behind the question mark keeps a page from being kept.
            [replace(call, path=f"{call.path}?neu=-") for call in visits],
            len(statements),
            len(answering),
        )


def on_sqlite(reference: str, url: str, prepared: Prepared) -> None:
    """The goals: pages as ratios to R1, answers with a durable commit each."""
    _figure("lesson_anonymous", 0.4, against(reference, url, prepared.anonymous))
    _figure("lesson_signed_in", 0.12, against(reference, url, prepared.visits))
    report("lesson_signed_in_queries", prepared.queries, "queries", goal=4, at_least=False)
    report("answer_question_queries", prepared.answer_queries, "queries")
    _figure("lesson_signed_in_made_anew", None, against(reference, url, prepared.made_anew))
    _figure("answer_question", 0.07, against(reference, url, prepared.answers))
    _figure(
        "answer_question_without_javascript", 0.07, against(reference, url, prepared.plain_answers)
    )


def on_postgresql(reference: str, instance: Path, database_url: str) -> None:
    """The same flows on PostgreSQL; for information."""
    prepared = prepare(instance, database_url)
    with servers.product(instance, database_url) as running:
        for name, calls in (
            ("lesson_signed_in", prepared.visits),
            ("answer_question", prepared.answers),
        ):
            _figure(f"{name}_postgresql", None, against(reference, running.url, calls))


def _figure(name: str, goal: float | None, loads: tuple[Load, Load]) -> None:
    reference, ours = loads
    report(
        name,
        ours.per_second,
        "req/s",
        reference="R1",
        ratio=ours.per_second / reference.per_second,
        goal=goal,
        at_least=True,
    )
    report(
        f"{name}_p95",
        ours.p95,
        "ms",
        reference="R1's p95",
        ratio=ours.p95 / reference.p95,
        goal=None if goal is None else P95,
        at_least=False,
    )
