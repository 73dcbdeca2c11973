"""A throw-away PostgreSQL cluster for the tests; it listens on a socket in its own folder."""

import getpass
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import create_engine


def fast_folder() -> str | None:
    """A folder in memory where there is one; the databases of tests are thrown away."""
    memory = "/dev/shm"  # noqa: S108
    return memory if os.access(memory, os.W_OK) else None


def disk_folder() -> str | None:
    """A folder on a disk: /var/tmp outlives a restart, which /tmp often does not."""
    lasting = "/var/tmp"  # noqa: S108
    return lasting if os.access(lasting, os.W_OK) else None


class Cluster:
    """initdb, start, new databases, stop; as the user postgres where we are root.

    A durable one, for measurements, keeps its data on the disk and waits for it at every commit.
    """

    def __init__(self, durable: bool = False) -> None:
        self._durable = durable
        place = disk_folder() if durable else fast_folder()
        self.folder = Path(tempfile.mkdtemp(prefix="leaderacademy-pg-", dir=place))
        self._names = (f"t{n}" for n in itertools.count())
        self._as_user: list[str] = []
        self._user = getpass.getuser()
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            self._user = "postgres"
            self._as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run(
            "initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"
        )
        # What tests write nobody needs after a power cut: to wait for the disk only costs time.
        waits = "on" if self._durable else "off"
        options = (
            f"-k {self.folder} -c listen_addresses='' -c max_connections=200 "
            f"-c fsync={waits} -c synchronous_commit={waits} -c full_page_writes={waits}"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    def new_database(self) -> str:
        """Make an empty database and give back its address."""
        name = next(self._names)
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        engine.dispose()
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://{self._user}@/{database}?host={self.folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        path = str(found[-1]) if found else shutil.which(program)
        if path is None:
            raise RuntimeError(
                "PostgreSQL is missing: apt-get install postgresql, or set SKIP_POSTGRES=1"
            )
        subprocess.run(
            [*self._as_user, path, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
