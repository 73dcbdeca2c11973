"""How long the nightly selection of course mails takes with 100,000 learners in PostgreSQL.

Run as `python -m bench.nightly`; fills a database of its own and prints JSON lines.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from bench import learners, scale
from bench.figures import report, results
from leaderacademy.core import clock
from tests.postgres import Cluster

LEARNERS = 100_000

ATTEMPTED = "'-' || done.id, now() - (1 + person.id % 30) * interval '1 day'"

# Everybody wants mails; they began one to thirty days ago, did the first lessons by their day and
# wrote down their steps then, and a third of them had a review mail already. So every kind of
# mail finds people.
SPREAD = (
    """UPDATE person SET created_at = now() - (1 + id % 30) * interval '1 day'
       WHERE confirmed_at IS NOT NULL""",
    """UPDATE lesson_state SET completed_at =
         CASE WHEN lesson IN ('im-takt', 'kleine-schritte', 'wer-steuert')
              THEN now() - (1 + person_id % 30) * interval '1 day' END""",
    """UPDATE answer SET saved_at = now() - (1 + person_id % 30) * interval '1 day'
       WHERE field_key = 'steps'""",
    """INSERT INTO mail_consent (person_id, email, email_key, source, text, asked_at,
           confirm_digest, expires_at, confirmed_at, token, scope)
       SELECT id, email, email_key, 'account', 'Ja.', now(), 'bench-' || id, now(), now(),
              'bench-' || id, CASE WHEN id % 10 = 0 THEN 'review' ELSE 'all' END
       FROM person WHERE email IS NOT NULL""",
    """INSERT INTO course_mail (person_id, kind, round, day, state, created_at, run_at, sent_at,
           goal)
       SELECT id, 'wiederholen', 1, current_date - 3, 'sent', now(),
              now() - interval '3 days', now() - interval '3 days', ''
       FROM person WHERE email IS NOT NULL AND id % 3 = 0""",
)


def main() -> int:
    """Fill, measure in a process of its own, report; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="leaderacademy-nightly-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(durable=True)
        cluster.start()
        try:
            measure(folder, cluster.new_database())
        finally:
            cluster.stop()
    return int(any(figure.holds is False for figure in results))


def measure(folder: Path, url: str) -> None:
    """Fill, and select in a process of its own, whose memory holds nothing of the filling."""
    fill(folder, url)
    command = [sys.executable, "-m", "bench.nightly", "select", str(folder), url]
    environment = {**os.environ, "LEADERACADEMY_DEMO": "0"}
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    for line in answer.stdout.splitlines():
        if line.startswith("{"):
            one = json.loads(line)
            # Mails should be many; seconds and memory should be few.
            many = one["unit"] == "mails"
            report(one["name"], one["value"], one["unit"], goal=one["goal"], at_least=many)


def fill(folder: Path, url: str) -> None:
    """100,000 learners with 50 attempts each, who all want mails."""
    with learners.opened(folder, url) as app:
        learners.fill(app, 1)
        # Written with their days at once: changing five million rows afterwards takes minutes.
        scale.COPY = tuple(one.replace("'-' || done.id, now()", ATTEMPTED) for one in scale.COPY)
        scale._copy(url, LEARNERS)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        for statement in SPREAD:
            connection.execute(text(statement))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def select(folder: Path, url: str) -> None:
    """The nightly job as the worker runs it, on a working day."""
    from leaderacademy.core.database import session
    from leaderacademy.core.jobs import run_due
    from leaderacademy.nudges.jobs import plan_night
    from leaderacademy.nudges.rules.quiet import is_open, next_night

    with learners.opened(folder, url):
        now = next_night(clock.now())
        while not is_open(now.date()):
            now = next_night(now + timedelta(hours=1))
        plan_night(now, now)
        session.commit()
        before = _memory()
        started = time.perf_counter()
        while run_due(now):
            pass
        seconds = time.perf_counter() - started
        count = session.execute(text("SELECT count(*) FROM course_mail WHERE state = 'planned'"))
        # A selection that fails is quick too.
        report(
            "nightly_mails_planned", count.scalar_one(), "mails", goal=LEARNERS / 2, at_least=True
        )
    report("nightly_selection_100000_learners", seconds, "s", goal=30, at_least=False)
    report("nightly_memory", _memory(), "MB", goal=300, at_least=False)
    report("nightly_memory_growth", _memory() - before, "MB", goal=60, at_least=False)


def _memory() -> float:
    """The most this process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("LEADERACADEMY_DEMO", "0")
    if sys.argv[1:2] == ["select"]:
        select(Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main())
