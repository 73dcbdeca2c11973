"""`flask serve`, `flask work`, `flask database`: start the product, or one part of it."""

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from leaderacademy.accounts.service import create_trainer_link, has_trainer
from leaderacademy.booking.jobs import plan_round
from leaderacademy.booking.service import seed_demo_trainings
from leaderacademy.config import Settings
from leaderacademy.core import clock, jobs, migrations
from leaderacademy.core.database import open_database, session
from leaderacademy.insight.service import plan_counting
from leaderacademy.nudges.jobs import plan_night
from leaderacademy.privacy.jobs import plan_tidying
from leaderacademy.web.requests import log_as_json

database_cli = AppGroup("database", help="Das Schema der Datenbank.")

PR_SET_PDEATHSIG = 1
M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -8, -3, -1
PATIENCE = 15  # seconds for a job to end after we were asked to stop

# How the web server runs, whatever the machine (bench/ measures with the same). A second thread
# takes the interpreter from the first in the middle of a transaction, while others wait for it.
SERVER: dict[str, Any] = {
    "interface": Interfaces.WSGI,
    "blocking_threads": 1,
    "websockets": False,
    "log_level": LogLevels.warning,
}


@database_cli.command("upgrade")
def upgrade_command() -> None:
    """Das Schema auf den neuesten Stand bringen."""
    migrations.upgrade(current_app.extensions["engine"])
    click.echo("Die Datenbank ist auf dem neuesten Stand.")


@database_cli.command("revision")
@click.argument("title")
def revision_command(title: str) -> None:
    """Aus den Tabellen der Modelle eine neue Migration schreiben."""
    migrations.write_revision(current_app.extensions["engine"], title)


@click.command("work")
@with_appcontext
def work_command() -> None:
    """Aufträge im Hintergrund erledigen (Mails und anderes)."""
    log_as_json()
    plan_night(clock.now(), clock.now())
    session.commit()
    jobs.work(_stopped_by_signal())


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Alles starten: Datenbank, Kurs, Webserver und Aufträge im Hintergrund."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.config["SETTINGS"]
    _check_port(settings)
    migrations.upgrade(app.extensions["engine"])
    _first_start(settings)
    log_as_json(settings.log_requests)
    _give_memory_back()
    _keep_what_is_there()
    server = _server(settings)
    click.echo(f"\nLeader Academy läuft: {settings.base_url}\nBeenden mit Strg+C.\n")
    sys.stdout.flush()
    with _working_beside(server, app):
        server.serve(target_loader=lambda: _as_worker(app), wrap_loader=False)


def _give_memory_back() -> None:
    # glibc would keep freed memory apart for each of many threads, and once a large block was
    # freed, take the next ones from the heap, where they leave holes.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", lambda *_: 0)
    mallopt(M_ARENA_MAX, 2)
    mallopt(M_MMAP_THRESHOLD, 128 * 1024)
    mallopt(M_TRIM_THRESHOLD, 128 * 1024)


def _keep_what_is_there() -> None:
    # The course and all code stay until the end: the garbage collector need not go through them
    # again, in no worker, nor as soon as a page has made 700 small objects.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


class Turns:
    """A lock that is not taken again by who has just given it, while another waits for it.

    Python's own is: beside jobs without end a worker that died would never be forked anew, and
    nobody would hear a signal.
    """

    def __init__(self) -> None:
        self.forget()

    def take(self) -> None:
        """Wait for it; who waits first has it first, of two."""
        with self._door:
            self._lock.acquire()

    def give(self) -> None:
        """Let the other have it."""
        self._lock.release()

    def __enter__(self) -> None:
        self.take()

    def __exit__(self, *_error: object) -> None:
        self.give()

    def forget(self) -> None:
        """Be free, in a process that was just forked and has none of the other threads."""
        self._door, self._lock = threading.Lock(), threading.Lock()


def _server(settings: Settings) -> MPServer:
    # Workers are forks of this process: the course is read once, and what they do not change is
    # in memory once.
    multiprocessing.set_start_method("fork", force=True)
    return MPServer(
        "app:app",
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        respawn_failed_workers=True,
        workers_kill_timeout=4,
        **SERVER,
    )


@contextmanager
def _working_beside(server: MPServer, app: Flask) -> Iterator[None]:
    """Do jobs in a thread of this process while it looks after the web server's workers.

    A worker that died is forked anew, at any time. A fork must find no connection to the
    database and nobody who holds a lock, so it waits until the job at hand is done.
    """
    stop, quiet = threading.Event(), Turns()

    def pause(seconds: float) -> bool:
        quiet.give()
        try:
            return stop.wait(seconds)
        finally:
            quiet.take()

    def work() -> None:
        # A stop that is heard here would not wake the thread that has to act on it.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        with quiet, app.app_context():
            jobs.work(pause)

    def prepare_fork() -> None:
        quiet.take()
        session.remove()
        app.extensions["engine"].dispose()

    os.register_at_fork(
        before=prepare_fork, after_in_parent=quiet.give, after_in_child=quiet.forget
    )
    thread = threading.Thread(target=work, name="jobs", daemon=True)
    server.on_startup(thread.start)
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def _as_worker(app: Flask) -> Flask:
    """What a forked worker does before it answers."""
    # Should the parent be killed outright, its workers must not stay behind on the port.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # Ctrl-C reaches the whole group; the parent passes the stop on, in order.
    os.setpgrp()
    app.extensions["engine"] = open_database(app.config["SETTINGS"].database_url)
    return app


def _check_port(settings: Settings) -> None:
    # Asked before anything is changed: a second start by mistake must not print a new link.
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {settings.port} ist nicht frei ({error.strerror}). "
                "Mit PORT=8080 make run nehmen Sie einen anderen."
            ) from error


def _first_start(settings: Settings) -> None:
    now = clock.now()
    plan_tidying(now, now)
    plan_round(now, now)
    plan_counting(now, now)
    plan_night(now, now)
    if settings.demo:
        seed_demo_trainings(now)
    if not has_trainer():
        token = create_trainer_link(now)
        click.echo(
            "\nNoch hat niemand ein Trainer-Konto. Mit diesem Link richten Sie es ein "
            "(einmal gültig, sieben Tage lang):\n"
            f"  {settings.base_url}/einrichten/{token}\n"
        )
    session.commit()
    session.remove()


def _stopped_by_signal() -> Callable[[float], bool]:
    """A function that waits so many seconds and says whether we were asked to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop.wait
