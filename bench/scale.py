"""Whether a lesson page stays as quick with 100,000 learners and 5 million attempts."""

from pathlib import Path

from sqlalchemy import create_engine, text

from bench import learners, servers
from bench.figures import report
from bench.load import Call, against

FEW = 100
MANY = 100_000
ATTEMPTS_EACH = 50
MEASURED = 100

# One learner did half of the course by hand; everybody else did the same. Attempts come in the
# order in which a real course collects them: all learners mixed, nobody's rows side by side.
COPY = (
    "SET session_replication_role = replica",
    """INSERT INTO person (role, name, email, email_key, created_at, confirmed_at)
       SELECT role, name || ' ' || n, n || '@example.org', n || '@example.org', now(), now()
       FROM person, generate_series(1, :people) AS n WHERE person.id = :pattern""",
    """INSERT INTO device (person_id, key_digest, label, created_at, seen_at)
       SELECT id, encode(sha256(('bench-' || id)::bytea), 'hex'), 'Messung', now(), now()
       FROM person WHERE id > :pattern""",
    """INSERT INTO attempt (person_id, lesson, question_id, digest, answer, "right", confidence,
                            client_id, created_at)
       SELECT person.id, done.lesson, question_id, digest, answer, "right", confidence,
              'bench-' || round || '-' || done.id, now()
       FROM generate_series(1, :rounds) AS round,
            (SELECT * FROM attempt WHERE person_id = :pattern ORDER BY id LIMIT :each) AS done,
            person
       WHERE person.id > :pattern""",
    """INSERT INTO answer (person_id, field_key, value, version, saved_at, others)
       SELECT person.id, field_key, value, version, now(), others
       FROM person, answer WHERE person.id > :pattern AND answer.person_id = :pattern""",
    """INSERT INTO lesson_state (person_id, lesson, seen_digest, seen_blocks, seen_at,
                                 shown_digest, shown_at, position, completed_at, completed_steps)
       SELECT person.id, lesson, seen_digest, seen_blocks, seen_at,
              shown_digest, shown_at, position, completed_at, completed_steps
       FROM person, lesson_state
       WHERE person.id > :pattern AND lesson_state.person_id = :pattern""",
)


def measure(folder: Path, few_url: str, many_url: str) -> None:
    """Two products side by side, asked in turn."""
    few = _filled(folder / "few", few_url, FEW)
    many = _filled(folder / "many", many_url, MANY)
    _count("scale_attempts", many_url, "attempt")
    with (
        servers.product(folder / "few", few_url) as small,
        servers.product(folder / "many", many_url) as large,
    ):
        theirs, ours = against(small.url, large.url, many, reference_calls=few)
    report(
        "scale_lesson_time_100000_to_100_learners",
        1000 / ours.per_second,
        "ms per request",
        reference="the same with 100 learners",
        ratio=theirs.per_second / ours.per_second,
        goal=1.2,
        at_least=False,
    )


def _filled(instance: Path, database_url: str, people: int) -> list[Call]:
    """Fill the database; give back the visits of a hundred learners from all over it."""
    with learners.opened(instance, database_url) as app:
        learners.fill(app, 1)
        first = _copy(database_url, people)
        slugs = learners.half()
        step = people // MEASURED
        return [
            Call(
                "GET",
                f"/kurs/{slugs[number % len(slugs)]}",
                learners.cookie_of(app, f"bench-{first + number * step}"),
            )
            for number in range(MEASURED)
        ]


def _copy(database_url: str, people: int) -> int:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL synchronous_commit = off"))
        pattern = connection.execute(text("SELECT max(id) FROM person")).scalar_one()
        done = connection.execute(text("SELECT count(*) FROM attempt")).scalar_one()
        values = {"people": people, "pattern": pattern, "each": 0, "rounds": 1}
        values["rounds"] = -(-ATTEMPTS_EACH // done)
        values["each"] = ATTEMPTS_EACH // values["rounds"]
        for statement in COPY:
            wanted = {name: values[name] for name in values if f":{name}" in statement}
            connection.execute(text(statement), wanted)
        first = connection.execute(
            text("SELECT min(id) FROM person WHERE id > :pattern"), {"pattern": pattern}
        ).scalar_one()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return int(first)


def _count(name: str, database_url: str, table: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
    engine.dispose()
    report(name, count, "rows", goal=MANY * ATTEMPTS_EACH, at_least=True)
