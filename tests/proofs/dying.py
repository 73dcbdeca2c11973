"""The product with a switch that kills its process at a named step; only tests start it so.

`python -m tests.proofs.dying` starts several server processes on one port, replaces those that
die, and for each line "seconds mail-url" that it reads lets a worker process, whose clock is that
much ahead, do what is due. Each of them is a fork of this one, so that it costs no start.

The product itself has no such switch: the functions are wrapped here, from outside. The file
PROOF_ARMED names the step; whoever comes to it first removes the file and dies by SIGKILL.
"""

import ctypes
import logging
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from leaderacademy.application import create_app
from leaderacademy.booking.service import placing
from leaderacademy.booking.views import checkout
from leaderacademy.cli.serve import PR_SET_PDEATHSIG
from leaderacademy.core import clock, jobs, mail
from leaderacademy.core.database import session

PROCESSES = 3
ARMED = Path(os.environ.get("PROOF_ARMED") or "/nonexistent")


def die_at(step: str) -> None:
    """The end, if it is this step's turn: as sudden as a power cut, nothing is cleaned up."""
    try:
        if ARMED.read_text() != step:
            return
        ARMED.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def before(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **named: Any) -> Any:
        die_at(step)
        return function(*args, **named)

    return wrapped


def after(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **named: Any) -> Any:
        result = function(*args, **named)
        die_at(step)
        return result

    return wrapped


placing.claim_for_booking = after("after the claim", placing.claim_for_booking)
placing.claim_held = after("after the held seats", placing.claim_held)
placing.request_invoice = after("after the invoice", placing.request_invoice)
placing.send_confirmation = before("after the booking", placing.send_confirmation)
session.commit = before("before the commit", session.commit)  # type: ignore[method-assign]
checkout.redirect = before("after the commit", checkout.redirect)
mail.compose = before("before the mail", mail.compose)
mail._send_by_smtp = after("after the mail was accepted", mail._send_by_smtp)

app = create_app()
_children: list[int] = []


def fork(run: Callable[[], None]) -> int:
    """A process that does this and ends; it does not outlive its parent."""
    child = os.fork()
    if child:
        return child
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    run()
    os._exit(0)


def serve(listener: socket.socket) -> int:
    """One server process, with a thread for every request."""
    port = listener.getsockname()[1]

    def run() -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listener.fileno())
        server.serve_forever()

    return fork(run)


def work(line: str) -> int:
    """What a worker process does in one go; its exit code, -9 when it was killed."""
    later, url = line.split()

    def run() -> None:
        now = clock.now
        clock.now = lambda: now() + timedelta(seconds=int(later))
        assert mail._post is not None
        mail.configure(replace(mail._post, url=url))
        with app.app_context():
            jobs.work(lambda pause: pause > 0)

    return os.waitstatus_to_exitcode(os.waitpid(fork(run), 0)[1])


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    _children[:] = [serve(listener) for _ in range(PROCESSES)]
    say(listener.getsockname()[1])
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.02)
        if readable:
            line = sys.stdin.readline()
            if not line:
                break
            say(work(line))
        for place, child in enumerate(_children):
            if os.waitpid(child, os.WNOHANG)[0]:
                _children[place] = serve(listener)
    for child in _children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
