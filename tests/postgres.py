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


class Cluster:
    """initdb, start, new databases, stop; as the user postgres where we are root."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="leaderacademy-pg-", dir=fast_folder()))
        self._names = (f"t{n}" for n in itertools.count())
        self._as_user: list[str] = []
        self._user = getpass.getuser()
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            self._user = "postgres"
            self._as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)

    def start(self) -> None:
        data = str(self._folder / "data")
        self._run(
            "initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"
        )
        # Nobody needs these data after a power cut: waiting for the disk would only cost time.
        options = (
            f"-k {self._folder} -c listen_addresses='' -c max_connections=200 "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        )
        log = str(self._folder / "log")
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
        return f"postgresql+psycopg://{self._user}@/{database}?host={self._folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

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
            cwd=self._folder,
        )
