"""The waiting lists in the studio: who waits, which offers are under way, offer now, remove."""

from flask import flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import current_learner, trainer_only
from leaderacademy.booking import service
from leaderacademy.booking.models import WaitingEntry
from leaderacademy.booking.service.offers import make_offer
from leaderacademy.booking.service.waiting import lines_of
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM, Actor
from leaderacademy.core.database import session


@blueprint.get("/studio/warteliste")
@trainer_only
def waiting_lists() -> str:
    """Per date the line in its order, offers under way, and what became of the others."""
    now = clock.now()
    service.expire_offers(now)
    session.commit()
    trainings = service.trainings_ahead(now)
    lines = lines_of(trainings)
    return render_template(
        "booking/studio_waiting.html",
        trainings=[one for one in trainings if lines[one.id]],
        without=[one for one in trainings if not lines[one.id]],
        lines=lines,
    )


@blueprint.post("/studio/warteliste/<int(max=2147483647):entry_id>/anbieten")
@trainer_only
def offer_now(entry_id: int) -> Response:
    """Offer free seats to this entry, whoever stands before it."""
    entry = _entry(entry_id)
    try:
        made = make_offer(entry, clock.now(), _trainer())
    except service.NotBookable as refusal:
        session.rollback()
        flash(_why_not(entry, refusal), "warn")
        return _back()
    session.commit()
    if made:
        flash(f"{entry.name} hat jetzt ein Angebot. Die Mail ist unterwegs.", "good")
    else:
        flash(f"{entry.name} wartet nicht mehr. Es wurde nichts angeboten.", "warn")
    return _back()


def _why_not(entry: WaitingEntry, refusal: service.NotBookable) -> str:
    if isinstance(refusal, service.SoldOut):
        free = "kein Platz" if not refusal.left else f"nur {refusal.left}\u00a0von {entry.seats}"
        return f"Es ist {free} frei. Erhöhen Sie die Zahl der Plätze, dann geht das Angebot hinaus."
    return "Dieser Termin nimmt keine Buchungen an. Öffnen Sie ihn zuerst."


@blueprint.post("/studio/warteliste/<int(max=2147483647):entry_id>/entfernen")
@trainer_only
def remove_entry(entry_id: int) -> Response:
    """Take an entry out; seats held for it go to the next."""
    entry = _entry(entry_id)
    removed = service.remove_entry(entry_id, _trainer(), clock.now())
    session.commit()
    if removed:
        flash(f"{entry.name} steht nicht mehr auf der Warteliste.", "good")
    else:
        flash(f"{entry.name} stand schon nicht mehr auf der Warteliste.", "warn")
    return _back()


def _entry(entry_id: int) -> WaitingEntry:
    found = session.get(WaitingEntry, entry_id)
    if found is None:
        raise NotFound
    return found


def _trainer() -> Actor:
    person = current_learner()
    return Actor(person.id, person.name or person.email or "Trainer") if person else SYSTEM


def _back() -> Response:
    return redirect(url_for("booking.waiting_lists"), 303)
