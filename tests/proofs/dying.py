"""The product with a switch that kills its process at a named step; only tests start it so.

`granian tests.proofs.dying:app` serves; `python -m tests.proofs.dying` reads numbers of seconds and
for each starts a worker whose clock is that much ahead, and says how it ended. The product itself has no such switch: the functions are wrapped here, from outside. The
file PROOF_ARMED names the step; whoever comes to it first removes the file and dies by SIGKILL.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from leaderacademy.application import create_app
from leaderacademy.booking.service import placing
from leaderacademy.booking.views import checkout
from leaderacademy.core import clock, jobs, mail
from leaderacademy.core.database import session

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


placing.claim_seats = after("after the claim", placing.claim_seats)
placing.request_invoice = before("after the booking", placing.request_invoice)
placing.send_confirmation = before("after the invoice", placing.send_confirmation)
session.commit = before("before the commit", session.commit)  # type: ignore[method-assign]
checkout.redirect = before("after the commit", checkout.redirect)
mail.compose = before("before the mail", mail.compose)
mail._send_by_smtp = after("after the mail was accepted", mail._send_by_smtp)

app = create_app()


def work_once(later: int) -> int:
    """In a process of its own do what is due so many seconds later; -9 when it was killed."""
    child = os.fork()
    if not child:
        now = clock.now
        clock.now = lambda: now() + timedelta(seconds=later)
        with app.app_context():
            jobs.work(lambda pause: pause > 0)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{work_once(int(line))}\n")
        sys.stdout.flush()
