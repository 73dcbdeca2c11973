"""The documents of the Logbuch: pages per second, a PDF of one, the whole, and who waits for it."""

import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from flask import Flask

from bench import learners, servers
from bench.figures import report
from bench.load import Call, against, once
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.logbook.rules.example import SHEETS, example_of

PEOPLE = 4
RENDERS = 3
SECONDS = 60  # to wait for a file at most

# In a process of its own, so that its memory is that of rendering alone; after one to warm up,
# as the worker is after its first file.
_RENDER = """
import resource, sys, time
from pathlib import Path
from bench import learners
from bench.documents import paper_of_example
from leaderacademy.logbook.jobs import render_file
with learners.opened(Path(sys.argv[1]), "") as app, app.app_context():
    render_file("team.pdf", paper_of_example("team"), "Inga Lotsen")
    for name in sys.argv[2:]:
        started, worked = time.perf_counter(), time.process_time()
        render_file(name, paper_of_example(name.partition(".")[0]), "Inga Lotsen")
        print(name, time.perf_counter() - started)
        print(name + "-cpu", time.process_time() - worked)
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Prepared:
    """Requests of people with a full Logbuch, and how often a page asks the database at most."""

    pages: list[Call]
    made_anew: list[Call]
    queries: int


def measure(reference: str, folder: Path) -> None:
    """All figures of the documents, as JSON lines."""
    folder.mkdir(parents=True, exist_ok=True)
    _rendering(folder)
    prepared = _prepare(folder)
    report("document_page_queries", prepared.queries, "queries", goal=4, at_least=False)
    with servers.product(folder) as running:
        theirs, ours = against(reference, running.url, prepared.pages)
        bare = theirs.per_second
        _pages("document_page", ours.per_second, bare, 0.1)
        slowest = min(_alone(running.url, prepared.pages, key) for key in SHEETS)
        _pages("document_page_slowest_of_five", slowest, bare, 0.1)
        anew = once(running.url, prepared.made_anew).per_second
        _pages("document_page_made_anew", anew, bare, None)
        _others_wait(running.url, prepared.pages)


def _alone(url: str, pages: list[Call], key: str) -> float:
    """Pages a second of one document."""
    return once(url, [call for call in pages if call.path.endswith(key)], 3).per_second


def _pages(name: str, per_second: float, bare: float, goal: float | None) -> None:
    ratio = per_second / bare
    report(name, per_second, "req/s", reference="R1", ratio=ratio, goal=goal, at_least=True)


def paper_of_example(key: str) -> tuple[object, ...]:
    """The documents of the invented company in this file."""
    from leaderacademy.logbook.service.papers import Paper

    course, today = catalogue.course(), today_in_germany(clock.now())
    values = example_of(course.logbook, today).values
    wanted = [d for d in course.logbook.documents if key in ("logbuch", d.key)]
    return tuple(Paper(course, one, values, {}, today, 1, "Inga Lotsen") for one in wanted)


def _rendering(folder: Path) -> None:
    names = [f"{key}.pdf" for key in SHEETS] * RENDERS + ["logbuch.pdf"]
    command = [sys.executable, "-c", _RENDER, str(folder), *names]
    answer = subprocess.run(command, cwd=servers.ROOT, capture_output=True, text=True, check=True)
    seconds: dict[str, list[float]] = {}
    for line in answer.stdout.splitlines():
        name, _, figure = line.partition(" ")
        seconds.setdefault(name, []).append(float(figure))
    memory = seconds.pop("memory")[0]
    for name, figures in seconds.items():
        key = "document_" + name.replace(".", "_").replace("-", "_")
        # The work itself does not depend on who else uses the machine; it stands beside the time.
        unit, wanted = ("CPU s", None) if name.endswith("-cpu") else ("s", 1)
        goal = 4 if wanted and name.startswith("logbuch") else wanted
        report(key, median(figures), unit, goal=goal, at_least=False)
    report("logbook_pdf_memory", memory, "MB", goal=250, at_least=False)


def _prepare(folder: Path) -> Prepared:
    with learners.opened(folder, "") as app:
        people = [learners.register(app, number) for number in range(PEOPLE)]
        now = clock.now()
        values = example_of(catalogue.course().logbook, today_in_germany(now)).values
        ids = session.scalars(_newest()).all()
        for person_id in ids:
            for key, value in values.items():
                session.add(
                    Answer(person_id=person_id, field_key=key, value=value, version=1, saved_at=now)
                )
        session.commit()
        pages = [Call("GET", f"/logbuch/{key}", one.cookie) for key in SHEETS for one in people]
        queries = max(_asked(app, call) for call in pages[::PEOPLE])
    # What is asked for behind the question mark keeps a page from being kept.
    anew = [replace(call, path=f"{call.path}?neu=-") for call in pages]
    return Prepared(pages, anew, queries)


def _asked(app: Flask, call: Call) -> int:
    with learners.counted(app) as statements:
        app.test_client(use_cookies=False).get(call.path, headers={"Cookie": call.cookie})
    return len(statements)


def _newest() -> object:
    from sqlalchemy import select

    from leaderacademy.accounts.models import Person

    return select(Person.id).order_by(Person.id.desc()).limit(PEOPLE)


def _others_wait(url: str, pages: list[Call]) -> None:
    """How long another page takes while the whole Logbuch is made, and how long that takes."""
    _get(f"{url}/logbuch.pdf", pages[0].cookie)
    started, waits = time.perf_counter(), []
    while time.perf_counter() - started < SECONDS:
        before = time.perf_counter()
        _get(f"{url}{pages[1].path}", pages[1].cookie)
        waits.append(time.perf_counter() - before)
        if _get(f"{url}/logbuch.pdf", pages[0].cookie) == "application/pdf":
            break
        time.sleep(0.05)
    taken = time.perf_counter() - started
    report("logbook_pdf_until_delivered", taken, "s", goal=4, at_least=False)
    waits.sort()
    p95 = waits[int(len(waits) * 0.95)] * 1000
    report("page_while_pdf_is_made_p95", p95, "ms", goal=250, at_least=False)


def _get(address: str, cookie: str) -> str:
    request = urllib.request.Request(address, headers={"Cookie": cookie})  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
        answer.read()
        return str(answer.headers.get_content_type())
