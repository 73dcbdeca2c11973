"""A worker rests after a piece of work, but only while others need the machine."""

import os
import time
from pathlib import Path

import pytest

from leaderacademy.core import pace
from leaderacademy.core.pace import Pace


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A machine of two processors whose clocks are set by hand, in seconds."""
    clocks = {"time": 0.0, "own": 0.0, "all": 0.0}
    monkeypatch.setattr(pace.time, "monotonic", lambda: clocks["time"])
    monkeypatch.setattr(pace.time, "thread_time", lambda: clocks["own"])
    monkeypatch.setattr(pace, "_taken", lambda: clocks["all"])
    monkeypatch.setattr(pace.os, "cpu_count", lambda: 2)
    return clocks


def _rested(pacing: Pace, machine: dict[str, float], busy: float = 1e9) -> float:
    """How long it rests, on a machine that others fill for so many seconds from now on."""
    start = machine["time"]

    def wait(seconds: float) -> bool:
        machine["time"] += seconds
        machine["all"] += 2 * seconds if machine["time"] - start <= busy else 0
        return False

    assert not pacing.rest(wait)
    return machine["time"] - start


@pytest.mark.parametrize(
    ("took", "own", "everything", "rest"),
    [
        (0.5, 0.4, 0.4, 0.0),  # alone
        (0.5, 0.4, 0.8, 0.0),  # somebody reads a page meanwhile
        (0.5, 0.4, 0.96, 3.6),  # both processors are taken
        (5.0, 0.001, 9.9, 0.009),  # it mostly waited
        (9.0, 3.0, 17.0, 5.0),  # never longer
        (1.0, 1.0, 1.0, 0.0),
    ],
)
def test_the_rest_is_nine_times_the_work_while_others_fill_the_machine(
    machine: dict[str, float], took: float, own: float, everything: float, rest: float
) -> None:
    pacing = Pace()
    machine.update(time=took, own=own, all=everything)
    assert _rested(pacing, machine) == pytest.approx(rest)


def test_it_goes_on_as_soon_as_others_need_the_machine_no_more(machine: dict[str, float]) -> None:
    pacing = Pace()
    machine.update(time=1.0, own=0.5, all=1.9)
    assert _rested(pacing, machine, busy=2.0) == pytest.approx(2.5)


def test_who_is_asked_to_stop_rests_no_longer(machine: dict[str, float]) -> None:
    pacing = Pace()
    machine.update(time=1.0, own=0.5, all=1.9)
    asked: list[float] = []
    assert pacing.rest(lambda seconds: asked.append(seconds) is None)
    assert len(asked) == 1


def test_each_piece_of_work_is_measured_by_itself(machine: dict[str, float]) -> None:
    pacing = Pace()
    machine.update(time=1.0, own=0.5, all=2.0)
    pacing.begin()
    machine.update(time=1.1, own=0.6, all=2.1)
    assert _rested(pacing, machine) == 0


def test_the_system_says_how_much_was_worked() -> None:
    before, end = pace._taken(), time.thread_time() + 0.3
    while time.thread_time() < end:
        os.getpid()
    # The system looks a hundred times a second who works, and now and then looks away.
    assert pace._taken() - before >= 0.15


def test_where_the_system_says_nothing_nobody_rests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pace, "_STAT", tmp_path / "none")
    pacing = Pace()
    sum(range(10_000))
    assert not pacing.rest(lambda _seconds: True)
