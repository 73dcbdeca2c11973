"""Load by wrk: 8 connections, prepared requests in turn, medians over alternating rounds."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from statistics import median

SECONDS = 4
ROUNDS = 3
# As long as the ids that take its place, so that the length of the body stays right.
CLIENT_ID = "CLIENTID" * 4 + "HERE"


@dataclass(frozen=True)
class Call:
    """One prepared request; CLIENT_ID in the body becomes a new number each time."""

    method: str
    path: str
    cookie: str = ""
    body: str = ""
    fragment: bool = False  # as the page's script sends it: the answer is a part of the page


BARE = [Call("GET", "/")]


@dataclass(frozen=True)
class Load:
    """What one round measured."""

    per_second: float
    p50: float
    p95: float
    errors: int


# Every request says which compressions it takes, as a browser does. They are made beforehand,
# so that the load costs little beside what it measures.
SCRIPT = """
local calls, made, place = {%s}, {}, "%s"
local turn, counter = 0, 0
init = function()
  for index, call in ipairs(calls) do
    local headers = {["Accept-Encoding"] = "gzip, deflate, br", ["Accept"] = "text/html"}
    if call[3] ~= "" then headers["Cookie"] = call[3] end
    if call[4] ~= "" then
      headers["Content-Type"] = "application/x-www-form-urlencoded"
      headers["Sec-Fetch-Site"] = "same-origin"
      if call[5] ~= "" then headers["X-Fragment"] = "1" end
    end
    made[index] = wrk.format(call[1], call[2], headers, call[4] ~= "" and call[4] or nil)
  end
end
request = function()
  turn = turn + 1
  local index = turn %% #made + 1
  if calls[index][4] == "" then return made[index] end
  counter = counter + 1
  local id = string.format("%%08x-0000-4000-8000-%%012x", %d, counter)
  return (string.gsub(made[index], place, id))
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
    rows = ", ".join(_lua(call) for call in calls)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (rows, CLIENT_ID, _run))
        script.flush()
        answer = subprocess.run(
            ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", script.name, url],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
    line = next(line for line in answer.stdout.splitlines() if line.startswith("JSON "))
    figures = json.loads(line.removeprefix("JSON "))
    per_second = figures["requests"] / figures["seconds"]
    return Load(per_second, figures["p50"], figures["p95"], figures["errors"])


def _lua(call: Call) -> str:
    parts = (call.method, call.path, call.cookie, call.body, "1" if call.fragment else "")
    return "{" + ", ".join(json.dumps(part) for part in parts) + "}"


def against(
    reference_url: str,
    url: str,
    calls: list[Call],
    *,
    reference_calls: list[Call] | None = None,
    rounds: int = ROUNDS,
) -> tuple[Load, Load]:
    """A B A B …: the medians of the reference and of the product; every answer must be good."""
    ours, theirs = [], []
    once(url, calls, 2)
    for _ in range(rounds):
        theirs.append(once(reference_url, reference_calls or BARE))
        ours.append(once(url, calls))
    errors = sum(load.errors for load in (*ours, *theirs))
    if errors:
        raise RuntimeError(f"{errors} answers were errors: {calls[0].method} {calls[0].path}")
    return _medians(theirs), _medians(ours)


def _medians(loads: list[Load]) -> Load:
    return Load(
        median(x.per_second for x in loads),
        median(x.p50 for x in loads),
        median(x.p95 for x in loads),
        sum(x.errors for x in loads),
    )
