"""What is compared with durable commits is durable itself; the cluster of the tests is not."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import limits, rush
from tests.postgres import Cluster, fast_folder


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    cluster = Cluster(durable=True)
    yield cluster
    shutil.rmtree(cluster.folder)


def test_a_database_that_does_not_wait_for_the_disk_is_not_measured(cluster: Cluster) -> None:
    with pytest.raises(RuntimeError, match="not durable: fsync is"):
        limits.postgresql_commits(cluster.new_database())


def test_measurements_wait_for_a_disk(durable: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(durable, "_run", lambda *arguments: said.append(" ".join(arguments)))
    durable.start()
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert f"-c {name}=on" in said[-1]
    memory = fast_folder()
    assert memory is None or Path(memory) not in durable.folder.parents


def test_the_rush_ends_with_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd = rush.Crowd("http://127.0.0.1:9", "/x", {})
    what = [*["sold"] * rush.SEATS, *["refused"] * (rush.BUYERS - rush.SEATS)]
    crowd.heard = [rush.Heard(rush.BUY, one, 10.0) for one in what]
    crowd.heard += [rush.Heard(rush.WAIT, "waiting", 20.0)] * 485
    monkeypatch.setattr(rush, "report", lambda *_given, **_named: None)
    found = rush.Found(taken=rush.SEATS, sold=rush.SEATS, waiting=485)
    assert rush.said(crowd, "sqlite", found, seconds=10.0, commits=1_000.0)
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["holds"]
    assert {name: line[name] for name in ("seats", "sold", "waiting", "refused", "errors")} == {
        "seats": 30,
        "sold": 30,
        "waiting": 485,
        "refused": 485,
        "errors": 0,
    }
    assert (line["p95"], line["orders_per_second"], line["orders_to_commits"]) == (
        10.0,
        148.5,
        0.1485,
    )
    oversold = rush.Found(taken=31, sold=31, waiting=485)
    assert not rush.said(crowd, "sqlite", oversold, seconds=10.0, commits=1_000.0)
