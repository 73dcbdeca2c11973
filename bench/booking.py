"""Bookings per second: the POST, its durable transaction, and the page that confirms it."""

import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from lxml import html as lxml_html
from sqlalchemy import func, select, update

from bench import learners, load, servers
from bench.figures import report
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking.shop import GOOD, HAMBURG

GOAL = 0.02
SECONDS = 4
ROUNDS = 5
MANY = 1_000_000  # seats, so that none of these bookings is refused

# A booking's answer names its page; whoever of the eight clients is free next opens it.
SCRIPT = """
local post, place, run = nil, "%s", %d
local body = %s
local pages, counter = {}, 0
init = function()
  post = wrk.format("POST", "%s", {
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin",
    ["Accept-Encoding"] = "gzip, deflate, br", ["Accept"] = "text/html"}, body)
end
request = function()
  local page = table.remove(pages)
  if page then return wrk.format("GET", page, {["Accept-Encoding"] = "gzip, deflate, br"}) end
  counter = counter + 1
  return (string.gsub(post, place, string.format("%%08x-0000-4000-8000-%%012x", run, counter)))
end
response = function(status, headers)
  if status == 303 then table.insert(pages, headers["Location"] or headers["location"])
  elseif status ~= 200 then io.write("WRONG " .. status .. "\\n") end
end
done = function(summary, latency)
  io.write(string.format('JSON {"p95": %%f, "errors": %%d, "kinds": "%%d status, %%d connect, '
    .. '%%d read, %%d timeout"}\\n', latency:percentile(95) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    summary.errors.status, summary.errors.connect, summary.errors.read, summary.errors.timeout))
end
"""
_run = 0


def prepare(instance: Path, database_url: str, seats: int) -> tuple[str, dict[str, str]]:
    """A date with so many seats; the address of its checkout and the filled-in form."""
    with learners.opened(instance, database_url) as app:
        training = service.add_training(HAMBURG, clock.now())
        session.commit()
        path = f"/training/{training.key}/buchen"
        session.execute(update(Training).where(Training.id == training.id).values(seats=seats))
        session.commit()
        session.remove()
        page = lxml_html.fromstring(app.test_client().get(path).get_data(as_text=True))
        (form,) = [form for form in page.forms if form.get("id") == "buchen"]
        filled = {**dict(form.form_values()), **GOOD, "step": "book"}
        return path, {**filled, "checkout_id": load.CLIENT_ID}


def booked(instance: Path, database_url: str) -> int:
    """How many bookings there are."""
    with learners.opened(instance, database_url):
        return session.scalar(select(func.count()).select_from(Booking)) or 0


def measure(reference: str, instance: Path, database_url: str = "") -> None:
    """A B A B …: bare Flask and bookings, each booking with its confirmation page.

    The ratio is that of neighbours, in the middle: a machine that others use is not as fast all
    the time.
    """
    kind = "postgresql" if database_url else "sqlite"
    path, form = prepare(instance, database_url, MANY)
    theirs, ours, slow = [], [], []
    with servers.product(instance, database_url) as running:
        _bookings(running.url, path, form, 2)
        for _ in range(ROUNDS):
            theirs.append(load.once(reference, load.BARE).per_second)
            before = booked(instance, database_url)
            slow.append(_bookings(running.url, path, form, SECONDS))
            ours.append((booked(instance, database_url) - before) / SECONDS)
    report(
        f"booking_{kind}",
        median(ours),
        "bookings/s",
        reference="R1",
        ratio=median(mine / bare for mine, bare in zip(ours, theirs, strict=True)),
        goal=GOAL,
    )
    report(f"booking_{kind}_p95", median(slow), "ms")


def _bookings(url: str, path: str, form: dict[str, str], seconds: int) -> float:
    global _run
    _run += 1
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        body = json.dumps(urlencode(form))
        script.write(SCRIPT % (load.CLIENT_ID, _run, body, path))
        script.flush()
        answer = subprocess.run(
            ["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "30s", "-s", script.name, url],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
    lines = answer.stdout.splitlines()
    figures = json.loads(next(line for line in lines if line.startswith("JSON "))[5:])
    wrong = [line for line in lines if line.startswith("WRONG")]
    if figures["errors"] or wrong:
        raise RuntimeError(f"{figures['kinds']} {wrong[:3]}")
    return float(figures["p95"])
