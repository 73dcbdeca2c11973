"""Load by wrk: 8 connections, prepared requests in turn, medians over alternating rounds."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SECONDS = 4
ROUNDS = 3


@dataclass(frozen=True)
class Call:
    """One prepared request; CLIENTID in the body becomes a new number each time."""

    method: str
    path: str
    cookie: str = ""
    body: str = ""


@dataclass(frozen=True)
class Load:
    """What one round measured."""

    per_second: float
    p50: float
    p95: float
    errors: int


SCRIPT = """
local calls = {%s}
local turn, thread_number, counter = 0, 0, 0
function setup(thread) thread_number = thread_number + 1; thread:set("number", thread_number) end
request = function()
  turn = turn + 1
  local call = calls[turn %% #calls + 1]
  local headers = {}
  if call[3] ~= "" then headers["Cookie"] = call[3] end
  local body = nil
  if call[4] ~= "" then
    counter = counter + 1
    local id = string.format("%%08x-%%04x-4000-8000-%%012x", %d, number or 0, counter)
    body = string.gsub(call[4], "CLIENTID", id)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers["Sec-Fetch-Site"] = "same-origin"
  end
  return wrk.format(call[1], call[2], headers, body)
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'JSON {"requests": %%d, "seconds": %%f, "p50": %%f, "p95": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, errors.status + errors.connect + errors.read + errors.timeout))
end
"""
_run = 0


def once(url: str, calls: list[Call], seconds: int = SECONDS) -> Load:
    """One round of load against `url`."""
    global _run
    _run += 1
    rows = ", ".join(
        "{%s}" % ", ".join(json.dumps(v) for v in (c.method, c.path, c.cookie, c.body))  # noqa: UP031
        for c in calls
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (rows, _run))
        script.flush()
        answer = subprocess.run(
            ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", script.name, url],
            capture_output=True,
            text=True,
            check=True,
        )
    line = next(line for line in answer.stdout.splitlines() if line.startswith("JSON "))
    figures = json.loads(line.removeprefix("JSON "))
    return Load(
        figures["requests"] / figures["seconds"], figures["p50"], figures["p95"], figures["errors"]
    )


def against(
    reference_url: str, url: str, calls: list[Call], rounds: int = ROUNDS
) -> tuple[Load, Load]:
    """A B A B …: the medians of the reference and of the product."""
    ours, theirs = [], []
    once(url, calls, 1)
    for _ in range(rounds):
        theirs.append(once(reference_url, [Call("GET", "/")]))
        ours.append(once(url, calls))
    return _medians(theirs), _medians(ours)


def _medians(loads: list[Load]) -> Load:
    return Load(
        median(x.per_second for x in loads),
        median(x.p50 for x in loads),
        median(x.p95 for x in loads),
        sum(x.errors for x in loads),
    )


def installed() -> bool:
    return any((Path(p) / "wrk").exists() for p in ("/usr/bin", "/usr/local/bin"))
