"""Whatever a trainer changes about bookings and money stands in the log, with time and name.

Every POST address of the studio's booking and money is in STEPS; a new one fails until it is too.
"""

import io
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from leaderacademy.booking.models import Booking, Participant, Training, WaitingEntry
from leaderacademy.booking.service.trainings import seed_demo_trainings
from leaderacademy.core import clock
from leaderacademy.core.audit import AuditEntry
from leaderacademy.core.database import session
from leaderacademy.invoicing.models import BankLine, BankStatement, CardEvent, Invoice, Payment
from leaderacademy.invoicing.models import WaitingInvoice as Waiting
from tests.addresses import TABLE
from tests.booking import shop
from tests.booking.studio import desk
from tests.browser.shop import World
from tests.databases import on_one_database
from tests.invoicing.bank import sparkasse

AREAS = ("warteliste", "kartenzahlungen", "rechnungen", "zahlungen")
MORE = ("buchungen", "gutscheine", "termine")
COPIED = ("postcode", "town", "company", "email", "country")
BILLING = {**{name: shop.TYPED[name] for name in COPIED}, "street": "Neue Straße 1"}
DAY = "2026-11-01"
# The rule without its converters, what is sent, and the acts that the log then names. In this
# order each finds something to do.
STEPS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("/studio/buchungen/<number>/notiz", {"note": "Ruft an."}, "booking-noted"),
    ("/studio/buchungen/<number>/bestaetigung", {"key": "a" * 32}, "confirmation-resent"),
    ("/studio/buchungen/<number>/einblick", {}, "insight-withdrawn"),
    (
        "/studio/buchungen/<number>/teilnehmer/<position>",
        {"first_name_1": "Nele", "last_name_1": "Neu"},
        "participant-replaced",
    ),
    ("/studio/buchungen/<number>/angaben", BILLING, "billing-corrected"),
    ("/studio/buchungen/<number>/umbuchen/<key>", {}, "booking-moved"),
    ("/studio/buchungen/<number>/stornieren", {"cost": "free"}, "booking-cancelled"),
    (
        "/studio/gutscheine/neu",
        {"code": "NEU-10", "value": "10", "kind": "percent", "most": "1"},
        "voucher-added",
    ),
    ("/studio/gutscheine/<number>/stand", {"stand": "aus"}, "voucher-off"),
    ("/studio/warteliste/<entry_id>/anbieten", {}, "offer-made"),
    ("/studio/warteliste/<entry_id>/entfernen", {}, "waiting-removed"),
    ("/studio/kartenzahlungen/<event_id>/geklaert", {}, "card-settled"),
    ("/studio/rechnungen/wartend/<waiting_id>/fragen", {}, "vat-id-asked-again"),
    (
        "/studio/rechnungen/wartend/<waiting_id>/berichtigen",
        {"vat_id": "ATU13585627"},
        "vat-id-corrected",
    ),
    ("/studio/rechnungen/mahnungen", {}, "reminder-sent"),
    ("/studio/rechnungen/<invoice_id>/senden", {"key": "b" * 32}, "invoice-resent"),
    (
        "/studio/zahlungen",
        {"key": "c" * 32, "direction": "in", "amount": "1", "day": DAY, "method": "transfer"},
        "payment",
    ),
    ("/studio/zahlungen/<payment_id>/zuruecknehmen", {}, "payment-undone"),
    (
        "/studio/rechnungen/<invoice_id>/stornieren",
        {"extent": "all", "reason": "Kulanz"},
        "credit-note-issued",
    ),
    ("/studio/zahlungen/offen/abgleichen", {}, "lines-matched-again"),
    ("/studio/zahlungen/offen/<line_id>/beiseite", {}, "line-ignored"),
    ("/studio/zahlungen/offen/<line_id>/zurueck", {}, "line-open"),
    ("/studio/zahlungen/offen/<line_id>/zuordnen", {}, "payment"),
    ("/studio/zahlungen/auszuege", {}, "statement-received"),
    ("/studio/zahlungen/auszuege/<statement_id>", {"book": "1"}, "statement-applied"),
    ("/studio/zahlungen/auszuege/<statement_id>/verwerfen", {}, "statement-discarded"),
    ("/studio/termine/neu", desk.TYPED, "training-added"),
    ("/studio/termine/<key>/bearbeiten", {**desk.TYPED, "seats": "13"}, "training-changed"),
    ("/studio/termine/<key>/stand", {"stand": "zu"}, "training-closed"),
    ("/studio/termine/<key>/berichtigen", {}, "invoice-corrected"),
    ("/studio/termine/<key>/anwesenheit/<number>", {"marke": "da"}, "participant-present"),
    ("/studio/termine/<key>/bescheinigungen", {}, "certificate-issued"),
    ("/studio/termine/<key>/bescheinigungen/<number>/zurueckziehen", {}, "certificate-withdrawn"),
    ("/studio/termine/<key>/absagen", {"reason": "Krank."}, "training-cancelled"),
    ("/studio/termine/<key>/loeschen", {}, "example-removed"),
)


def _plain(rule: str) -> str:
    parts = [part.rpartition(":")[2] for part in rule.split("<")]
    return "".join(parts[:1] + [f"<{part}" for part in parts[1:]])


def test_every_address_that_changes_something_is_among_the_steps() -> None:
    rows = [line.split() for line in TABLE.strip().splitlines()]
    ours = tuple(f"/studio/{area}" for area in AREAS + MORE)
    found = {_plain(rule) for rule, methods, _ in rows if "POST" in methods}
    assert {rule for rule in found if rule.startswith(ours)} == {rule for rule, _, _ in STEPS}


def _last(column: Any, *where: Any) -> int:
    return int(session.scalar(select(func.max(column)).where(*where)) or 0)


def _training(place: str) -> str:
    found = select(Training.key).where(Training.place == place).order_by(Training.id.desc())
    return str(session.scalars(found).first())


def _participant(place: str) -> int:
    query = select(Participant.id).join(Booking).join(Training).where(Training.place == place)
    return int(session.scalars(query.order_by(Participant.id.desc())).first() or 0)


def _numbers(rule: str, made: dict[str, str]) -> dict[str, Any]:
    """What stands in the address of this rule, as the database has it now."""
    booking = int(made["unpaid in the studio"].rpartition("/")[2])
    line = BankLine.state == ("ignored" if rule.endswith("/zurueck") else "open")
    ready = BankStatement.state == "ready"
    person = "<number>" in rule and "/termine/" in rule
    date = {"berichtigen": "Bremen", "absagen": "Köln", "bearbeiten": "Lübeck", "stand": "Köln"}
    date |= {"<key>": "Bremen", "loeschen": "Online live", "bescheinigungen": "Hamburg"}
    place = "Hamburg" if person else date.get(rule.rpartition("/")[2], "")
    voucher = int(made["voucher"].rpartition("/")[2])
    return {
        "number": _participant("Hamburg") if person else voucher if "gutsch" in rule else booking,
        "position": 1,
        "key": _training(place),
        "entry_id": _last(WaitingEntry.id, WaitingEntry.state.in_(("waiting", "offered"))),
        "event_id": _last(CardEvent.id),
        "waiting_id": _last(Waiting.id),
        "invoice_id": int(made["paid invoice"].rpartition("/")[2]),
        "payment_id": _last(Payment.id),
        "line_id": _last(BankLine.id, line),
        "statement_id": _last(BankStatement.id, ready),
    }


def _sent(rule: str, fields: dict[str, Any], numbers: dict[str, Any], who: Any) -> dict[str, Any]:
    """Whatever the page would have put into the form."""
    line = numbers["line_id"]
    number = session.scalar(select(Invoice.number).where(Invoice.id == numbers["invoice_id"]))
    more: dict[str, Any] = {
        "zuordnen": {f"number-{line}": number},
        "beiseite": {f"note-{line}": "Spende"},
        "zahlungen": {"number": number},
        "auszuege": {"file": (io.BytesIO(sparkasse((55, "Neu AG", "x"))), "neu.csv")},
    }.get(rule.rpartition("/")[2], {})
    address = _address(rule, numbers)
    asked = ("/angaben", "/umbuchen/<key>", "/mahnungen", "/<invoice_id>/stornieren")
    if rule.endswith(asked):
        form = [form for form in who.visit(address).root.forms if form.method == "POST"][-1]
        more = {**dict(form.form_values()), **more}
    return {**more, **fields}


def _address(rule: str, numbers: dict[str, Any]) -> str:
    for name, value in numbers.items():
        rule = rule.replace(f"<{name}>", str(value))
    return rule


def _prepare(rule: str) -> None:
    """What has to be so before this step."""
    if rule.endswith("/einblick"):
        session.execute(update(Booking).values(share_progress=True))
    if rule.endswith("/anbieten"):
        session.execute(update(Training).where(Training.place == "Köln").values(seats=50))
    if rule.endswith("/loeschen"):
        session.execute(update(Training).where(Training.place == "Online live").values(demo=True))
    session.commit()


@on_one_database
def test_each_of_them_is_logged_with_who_and_when(app: Flask, trainer: Any) -> None:
    made = World(clock.now()).fill()
    session.commit()
    seed_demo_trainings(clock.now())
    token, silent = desk.token(trainer), []
    for rule, fields, act in STEPS:
        _prepare(rule)
        numbers, before = _numbers(rule, made), _last(AuditEntry.id)
        sent = _sent(rule, fields, numbers, trainer)
        session.remove()
        answer = trainer.post(_address(rule, numbers), {**sent, "csrf_token": token})
        desk.work("correct-invoice", "read-statement")
        mine = (AuditEntry.id > before, AuditEntry.actor_id == trainer.person_id)
        noted = session.scalars(select(AuditEntry).where(*mine)).all()
        if act not in {one.action for one in noted} or answer.status_code != 303:
            silent.append((rule, act, answer.status_code, [one.action for one in noted]))
        assert all(one.text and one.actor == "Tina Trainer" and one.at for one in noted)
        session.remove()
    assert not silent, "\n".join(map(str, silent))
