"""`make run`: everything starts with one command and stops with one signal."""

import os
import re
import signal
import stat
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.product import Product

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def running(instance: Path) -> Iterator[Product]:
    product = Product(instance)
    product.start()
    _wait_for_both_workers(product)
    yield product
    if product.alive():
        product.stop()


def _wait_for_both_workers(product: Product) -> None:
    # The first worker answers while the second is still being forked.
    deadline = time.monotonic() + 20
    while len(product.pids()) < 3:
        assert time.monotonic() < deadline, "the second worker does not come"
        time.sleep(0.05)


def _gone(pids: list[int], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        alive = [pid for pid in pids if _lives(pid)]
        if not alive:
            return True
        time.sleep(0.05)
    return False


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_one_command_serves_the_course_and_keeps_a_secret_key(running: Product) -> None:
    with urllib.request.urlopen(f"{running.url}/kurs") as answer:  # noqa: S310
        assert "Das Ruder in der" in answer.read().decode()
    key = running.instance / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) > 40
    assert running.url in running.output()


def test_the_first_start_prints_a_link_that_works_once(running: Product) -> None:
    (link,) = re.findall(r"/einrichten/[\w-]+", running.output())
    with urllib.request.urlopen(running.url + link) as answer:  # noqa: S310
        assert "Passwort" in answer.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_stops_everything_it_started(running: Product, number: signal.Signals) -> None:
    pids = running.pids()
    assert len(pids) >= 3  # the parent, two workers
    os.kill(pids[0], number)
    assert running.wait() == 0
    assert _gone(pids)


def test_ctrl_c_in_a_terminal_stops_everything(running: Product) -> None:
    pids = running.pids()
    os.killpg(os.getpgid(pids[0]), signal.SIGINT)
    assert running.wait() == 0
    assert _gone(pids)


def test_nothing_stays_behind_when_the_parent_is_killed(running: Product) -> None:
    pids = running.pids()
    os.kill(pids[0], signal.SIGKILL)
    running.wait()
    assert _gone(pids)


def test_the_demo_dates_and_the_key_outlive_a_restart(running: Product) -> None:
    key = (running.instance / "secret_key").read_text()
    running.stop()
    running.start()
    assert (running.instance / "secret_key").read_text() == key
    with urllib.request.urlopen(f"{running.url}/training") as answer:  # noqa: S310
        text = answer.read().decode()
    assert len(re.findall(r'href="/training/[^"]+/buchen"', text)) == 3


def test_a_port_that_is_taken_is_said_in_plain_words(running: Product, tmp_path: Path) -> None:
    second = Product(tmp_path / "second")
    (tmp_path / "second").mkdir()
    second.port, second.url = running.port, running.url
    second.launch()
    assert second.wait() != 0
    assert "Port" in second.output()


def test_a_worker_that_dies_is_replaced_and_the_jobs_go_on(running: Product) -> None:
    parent, *workers = running.pids()
    time.sleep(6)  # one that dies within seconds of its start is taken for hopeless
    os.kill(workers[0], signal.SIGKILL)
    assert _gone(workers[:1])
    deadline = time.monotonic() + 20
    while set(running.pids()) in ({parent, workers[1]}, {parent, *workers}):
        assert time.monotonic() < deadline, "no new worker"
        time.sleep(0.05)
    # The kernel shares new connections out, so a good part of them meets the new one.
    for _ in range(12):
        for path in ("/readyz", "/kurs/wer-steuert", "/training"):
            with urllib.request.urlopen(f"{running.url}{path}", timeout=20) as answer:  # noqa: S310
                assert answer.status == 200
    assert running.stop() == 0
