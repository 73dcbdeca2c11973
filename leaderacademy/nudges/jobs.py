"""The nightly selection, and mails on their way: written, then handed over."""

from datetime import datetime, timedelta

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, enqueue, handler
from leaderacademy.nudges.rules.quiet import day_of, is_open, next_night
from leaderacademy.nudges.service.consent import adopt_wishes
from leaderacademy.nudges.service.people import forget_old
from leaderacademy.nudges.service.planning import note_outcomes, plan_batch, plan_finished
from leaderacademy.nudges.service.sending import note_sent, ready_letter, write_mail
from leaderacademy.nudges.service.waiting import LETTER, WRITE

NIGHTLY, BATCH = "course-mails-nightly", "course-mails-batch"
FINISHED = "course-finished"


@handler(NIGHTLY)
def nightly(_payload: Payload, now: datetime) -> None:
    """Count what came of the last mails, begin today's selection, and come again tomorrow."""
    plan_night(next_night(now), now)
    adopt_wishes()
    forget_old(now)
    note_outcomes(now)
    if is_open(day_of(now)):
        _plan_after(0, now)


@handler(BATCH)
def select_batch(payload: Payload, now: datetime) -> None:
    """Plan the mails of the next few thousand people; the rest is a job of its own.

    So nobody waits long for this transaction, and a worker that dies loses one batch only.
    """
    course = catalogue.course(day_of(now))
    last, _count = plan_batch(payload["after"], course, now)
    if last is not None:
        _plan_after(last, now)


def _plan_after(person_id: int, now: datetime) -> None:
    key = f"{BATCH}:{day_of(now)}:{person_id}"
    enqueue(BATCH, {"after": person_id}, now, key=key)


def plan_night(moment: datetime, now: datetime) -> None:
    """Select once in the night of `moment`, however often and by whomever this is asked."""
    enqueue(NIGHTLY, {}, now, run_at=moment, key=f"{NIGHTLY}-{day_of(moment)}")


@handler(WRITE)
def write(payload: Payload, now: datetime) -> None:
    """A planned mail becomes a letter in the outbox."""
    write_mail(payload["mail_id"], catalogue.course(day_of(now)), now)


@handler(LETTER)
def hand_over(payload: Payload, now: datetime) -> Payload:
    """Give the letter to the mail server; it forgets what it said."""
    letter = ready_letter(payload, now)
    # The mail server may take its time: nobody else shall wait for our transaction meanwhile.
    session.commit()
    if letter is not None:
        mail.deliver(letter, now)
        note_sent(payload["mail_id"], now)
    return {"mail_id": payload["mail_id"]}


def tell_finished(person_id: int, now: datetime) -> None:
    """Somebody finishes the course in this transaction: see soon whether a mail is wanted."""
    key = f"{FINISHED}:{person_id}:{day_of(now)}"
    enqueue(FINISHED, {"person_id": person_id}, now, run_at=now + timedelta(minutes=5), key=key)


@handler(FINISHED)
def finished(payload: Payload, now: datetime) -> None:
    """Somebody has finished the course: the last mail, and no other after it."""
    plan_finished(payload["person_id"], catalogue.course(day_of(now)), now)
