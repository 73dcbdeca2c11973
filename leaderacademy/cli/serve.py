"""`flask serve`, `flask work`, `flask database`: start the product, or one part of it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from leaderacademy.accounts.service import create_trainer_link, has_trainer
from leaderacademy.booking.service import seed_demo_trainings
from leaderacademy.config import ROOT, Settings
from leaderacademy.core import clock, jobs, migrations
from leaderacademy.core.database import session
from leaderacademy.insight.service import plan_counting
from leaderacademy.privacy.jobs import plan_tidying
from leaderacademy.web.requests import log_as_json

database_cli = AppGroup("database", help="Das Schema der Datenbank.")

PR_SET_PDEATHSIG = 1

# How the web server runs, whatever the machine (bench/ measures with the same). More threads than
# two take the interpreter from each other in the middle of a transaction, while others wait for it.
SERVER = (
    *("--interface", "wsgi", "--blocking-threads", "2"),
    *("--no-ws", "--log-level", "warning"),
)


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
    jobs.work(_stopped_by_signal())


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Alles starten: Datenbank, Kurs, Webserver und Aufträge im Hintergrund."""
    settings: Settings = current_app.config["SETTINGS"]
    _check_port(settings)
    migrations.upgrade(current_app.extensions["engine"])
    _first_start(settings)
    log_as_json()
    stopped = _stopped_by_signal()
    # glibc would keep freed memory apart for each of many threads.
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ}
    server = subprocess.Popen(
        _granian(settings), cwd=ROOT, env=environment, preexec_fn=_die_with_parent
    )
    click.echo(f"\nLeader Academy läuft: {settings.base_url}\nBeenden mit Strg+C.\n")
    sys.stdout.flush()
    try:
        jobs.work(lambda seconds: stopped(seconds) or server.poll() is not None)
    finally:
        code = _stop(server)
    if code:
        sys.exit(code)


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
    plan_counting(now, now)
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


def _granian(settings: Settings) -> list[str]:
    return [
        sys.executable,
        *("-m", "granian", "app:app", *SERVER),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.workers)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "4"),
    ]


def _stopped_by_signal() -> Callable[[float], bool]:
    """A function that waits so many seconds and says whether we were asked to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop.wait


def _die_with_parent() -> None:
    # Should this process be killed outright, the server must not stay behind on the port.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # Ctrl-C reaches the whole group; we pass the stop on ourselves, in order.
    os.setpgrp()


def _stop(server: subprocess.Popen[bytes]) -> int:
    code = server.poll()
    if code is not None:
        click.echo("Der Webserver hat sich beendet.", err=True)
        return code or 1
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    return 0
