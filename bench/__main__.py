"""`make bench`: measure everything, print a JSON line per figure, write docs/performance.md."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import (
    booking,
    bookings,
    content,
    documents,
    insight,
    invoice_pdf,
    limits,
    nightly,
    rush,
    scale,
    servers,
    speed,
    statement,
    studio,
    weight,
)
from bench.figures import report, results
from bench.table import write
from tests.postgres import Cluster, disk_folder

STARTS = 3


def main(wanted: list[str]) -> int:
    """Run the named parts, or all of them; 1 when a goal is missed."""
    missing = _missing()
    if missing:
        print(f"Zum Messen fehlt etwas. Bitte einmal ausführen:\n  {missing}", file=sys.stderr)
        return 2
    started = time.monotonic()
    parts = [part for part in PARTS if part in wanted] if wanted else list(PARTS)
    place = tempfile.TemporaryDirectory(prefix="leaderacademy-bench-", dir=disk_folder())
    with place as name, _cluster() as cluster:
        folder = Path(name)
        folder.chmod(0o755)
        with servers.reference() as reference:
            for part in parts:
                PARTS[part](reference, folder / part, cluster)
    if not wanted:
        write(time.monotonic() - started)
    missed = [figure.name for figure in results if figure.holds is False]
    if missed:
        print("Nicht erreicht: " + ", ".join(missed), file=sys.stderr)
    return 1 if missed else 0


def _limits(reference: str, folder: Path, cluster: Cluster) -> None:
    limits.static_file(reference, folder)
    limits.sqlite_commits(folder)
    limits.postgresql_commits(cluster.new_database())


def _content(_reference: str, _folder: Path, _cluster: Cluster) -> None:
    content.measure()


def _sqlite(reference: str, folder: Path, _cluster: Cluster) -> None:
    prepared = speed.prepare(folder)
    seconds = []
    for _ in range(STARTS):
        with servers.product(folder) as running:
            seconds.append(running.seconds)
    report("start_up", median(seconds), "s", goal=3, at_least=False)
    with servers.product(folder) as running:
        weight.measure(running.url, prepared.anonymous[0].path)
        speed.on_sqlite(reference, running.url, prepared)
        report("memory", servers.memory(running.pid), "MB", goal=300, at_least=False)


def _documents(reference: str, folder: Path, _cluster: Cluster) -> None:
    documents.measure(reference, folder)


def _postgresql(reference: str, folder: Path, cluster: Cluster) -> None:
    speed.on_postgresql(reference, folder, cluster.new_database())


def _scale(_reference: str, folder: Path, cluster: Cluster) -> None:
    many = cluster.new_database()
    scale.measure(folder, cluster.new_database(), many)
    insight.measure(folder / "many", many)


def _booking(reference: str, folder: Path, cluster: Cluster) -> None:
    booking.measure(reference, folder / "sqlite")
    booking.measure(reference, folder / "postgresql", cluster.new_database())


def _rush(_reference: str, folder: Path, cluster: Cluster) -> None:
    folder.mkdir()
    limits.sqlite_commits(folder)
    limits.postgresql_commits(cluster.new_database())
    sqlite = rush.last_commits("r3_sqlite_commits")
    postgresql = rush.last_commits("r3_postgresql_commits_8_clients")
    held = rush.measure(folder / "sqlite", sqlite)
    held &= rush.measure(folder / "postgresql", postgresql, cluster.new_database())
    if not held:
        raise RuntimeError("the rush sold too much, too little, or with errors")


def _bookings(_reference: str, folder: Path, cluster: Cluster) -> None:
    bookings.measure(folder / "sqlite", "", "sqlite")
    bookings.measure(folder / "postgresql", cluster.new_database(), "postgresql")


def _statement(_reference: str, folder: Path, cluster: Cluster) -> None:
    statement.measure(folder / "sqlite", "")
    statement.measure(folder / "postgresql", cluster.new_database(), "_postgresql")


def _invoice_pdf(_reference: str, folder: Path, _cluster: Cluster) -> None:
    invoice_pdf.measure(folder)


def _studio(_reference: str, folder: Path, _cluster: Cluster) -> None:
    studio.measure(folder)


def _nightly(_reference: str, folder: Path, cluster: Cluster) -> None:
    nightly.measure(folder, cluster.new_database())


# In this order, whatever is asked for; the last two fill a database with 5 million rows each.
PARTS = {
    "limits": _limits,
    "content": _content,
    "sqlite": _sqlite,
    "documents": _documents,
    "postgresql": _postgresql,
    "booking": _booking,
    "rush": _rush,
    "bookings": _bookings,
    "statement": _statement,
    "invoice_pdf": _invoice_pdf,
    "studio": _studio,
    "scale": _scale,
    "nightly": _nightly,
}


@contextmanager
def _cluster() -> Iterator[Cluster]:
    cluster = Cluster(durable=True)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _missing() -> str:
    """The command that installs what is not there; empty when all is."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    packages = [name for name in ("wrk", "nginx") if not shutil.which(name, path=path)]
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not shutil.which("initdb"):
        packages.append("postgresql")
    if not weight.installed():
        packages.append("chromium")
    return f"sudo apt-get install {' '.join(packages)}" if packages else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
