"""Fills the database of a running product with every state that booking and money can be in.

Run as `python -m tests.browser.shop` with the product's environment; prints the addresses as JSON.
"""

import json
import sys
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from leaderacademy.application import create_app
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.booking.rules.details import Details, Name
from leaderacademy.booking.rules.training import NewTraining
from leaderacademy.booking.rules.voucher import NewVoucher
from leaderacademy.booking.service import attendance, certificates, editing, vouchers
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import BankLine, CardEvent
from leaderacademy.invoicing.service import applying, card_checkout, statements
from tests.booking.shop import DETAILS, GOOD
from tests.invoicing.bank import Row, camt, sparkasse

TINA = Actor(None, "Tina Trainer")
LONG = "Norddeutsche Metallverarbeitungs- und Geländerbaugesellschaft mbH & Co. KG"
TWO = (Name("Katrin", "Lotsen"), Name("Maximilian-Alexander", "von Hohenstein-Rautenberg"))


class World:
    """Everything happens at a moment that is given; `ago` is long enough for a reminder."""

    def __init__(self, now: datetime) -> None:
        self.now, self.ago = now, now - timedelta(days=40)
        self.found: dict[str, str] = {}

    def date(self, days: int, place: str, **changes: Any) -> Training:
        """A date so many days ahead, later than the examples of a first start."""
        new = NewTraining(
            day=self.now.date() + timedelta(days=days),
            place=place,
            venue="Speicherstadt",
            format="onsite",
            seats=12,
            minimum=6,
            price_cents=69_000,
            second_price_cents=59_000,
        )
        return service.add_training(replace(new, **changes), self.ago)

    def sell(self, name: str, training: Training, **changes: Any) -> Booking:
        """A booking; `name` is what its page and its invoice are found by."""
        details: Details = replace(DETAILS, **changes)
        made = service.place_booking(training.id, details, str(uuid.uuid4()), self.ago)
        self.found[name] = f"/buchung/{made.token}"
        self.found[f"{name} in the studio"] = f"/studio/buchungen/{made.id}"
        self.found[f"{name} invoice"] = f"/studio/rechnungen/{made.invoice_id}"
        return made

    def pay(self, booking: Booking, cents: int) -> None:
        day = self.now.date() - timedelta(days=20)
        invoice = booking.invoice_id or 0
        invoicing.record_payment(invoice, cents, day, self.now, key=str(uuid.uuid4()), by=TINA)

    def fill(self) -> dict[str, str]:
        dates = self._dates()
        self._bookings(dates)
        self._line(dates["full"])
        self._group(dates["today"])
        self._money(dates["main"])
        self._changes(dates)
        self._vouchers(dates["main"])
        # Nobody draws these papers or reads these mails, and drawing takes a second each.
        session.execute(delete(Job).where(Job.done_at.is_(None), Job.kind != "waiting-round"))
        session.commit()
        return self.found

    def _dates(self) -> dict[str, Training]:
        dates = {
            "main": self.date(220, "Lübeck"),
            "full": self.date(230, "Köln", seats=3, minimum=1),
            "moved": self.date(240, "Bremen"),
            "off": self.date(250, "Kiel"),
            "online": self.date(260, "Online live", format="online", venue="ohne Aufzeichnung"),
            "today": self.date(270, "Hamburg"),
        }
        for name, training in dates.items():
            self.found[f"{name} date"] = f"/studio/termine/{training.key}"
            self.found[f"{name} checkout"] = f"/training/{training.key}/buchen"
            self.found[f"{name} line"] = f"/training/{training.key}/warteliste"
        return dates

    def _bookings(self, dates: dict[str, Training]) -> None:
        main = dates["main"]
        self.unpaid = self.sell(
            "unpaid", main, participants=TWO, company=LONG, order_number="2027-4711-EINKAUF"
        )
        self.pay(self.sell("partly", main, company="Werft Nord GmbH"), 30_000)
        self.pay(self.sell("paid", main, accounting_email="buch@firma.example"), 82_110)
        gone = self.sell("cancelled", main, company="Abgesagt KG")
        self.pay(gone, 82_110)
        service.cancel_booking(gone.id, self.now, TINA, percent=50)
        moving = self.sell("moved", main)
        service.move_booking(moving.id, dates["moved"].id, self.ago)
        self.sell("outdated", dates["moved"], company="Weser Holzbau OHG")
        abroad = {"country": "AT", "postcode": "9020", "town": "Klagenfurt"}
        self.sell("vies", dates["online"], vat_id="ATU12345675", **abroad)
        self.sell("date off", dates["off"])

    def _line(self, full: Training) -> None:
        sold = [self.sell(f"full {number}", full) for number in range(3)]
        joined = [self._join(full, f"wait{number}@example.org", number) for number in range(5)]
        service.cancel_booking(sold[0].id, self.now - timedelta(days=5))
        # The first does not answer; the second has all that is needed, the third only a name.
        service.expire_offers(self.now - timedelta(hours=1))
        service.cancel_booking(sold[1].id, self.now - timedelta(hours=1))
        service.leave_line(joined[4], self.now)
        for name, entry in zip(
            ("expired", "offered", "offered half", "waiting", "left"), joined, strict=True
        ):
            self.found[f"line {name}"] = f"/warteliste/{entry.token}"

    def _join(self, full: Training, email: str, number: int) -> WaitingEntry:
        typed = {**GOOD, "people": "1", "email": email} if number < 2 else {"people": "1"}
        wish = service.Wish(1, "Katrin Lotsen", "Lotsen-Metallbau GmbH", email, typed)
        return service.join_line(full.id, wish, str(uuid.uuid4()), self.ago)

    def _group(self, today: Training) -> None:
        booking = self.sell("group", today, participants=(*TWO, Name("Jens", "Brandt")))
        begun = self.now - timedelta(hours=1)
        session.execute(
            update(Training)
            .where(Training.id == today.id)
            .values(starts_at=begun, ends_at=begun + timedelta(hours=8))
        )
        session.refresh(today)
        there, missing, _open = booking.participants
        attendance.mark_participant(there, "da", self.now, TINA)
        attendance.mark_participant(missing, "fehlt", self.now, TINA)
        certificates.issue_certificates(today, self.now, TINA)

    def _money(self, main: Training) -> None:
        number = invoicing.get_invoice(self.unpaid.invoice_id or 0).number
        rows: list[Row] = [
            (50_000, LONG[:70], f"Rechnung {number} Teilbetrag"),
            (82_110, "Lotsen-Metallbau", "Live-Training"),
            (1_999, "Unbekannt", "Danke fuer alles " * 6),
            (-4_200, "Tankstelle", "Karte"),
        ]
        for name, content in (("ready", camt(*rows)), ("failed", b"%PDF-1.7 kein Auszug")):
            self.found[f"statement {name}"] = self._hand_in(f"{name}.xml", content)
        booked = self._hand_in("umsaetze.csv", sparkasse((1_234, "Fremd AG", "Irrtum")))
        applying.apply_statement(int(booked.rpartition("/")[2]), self.now, TINA)
        self.found["statement booked"] = booked
        held = self._hand_in("gerade.csv", sparkasse((777, "Noch AG", "Nichts")), read=False)
        self.found["statement reading"] = held
        aside = update(BankLine).where(BankLine.cents == 1_999)
        session.execute(aside.values(state="open"))
        self._cards(main)

    def _hand_in(self, name: str, content: bytes, read: bool = True) -> str:
        made, _new = statements.receive_statement(name, content, self.now, TINA)
        for _step in statements.read_in_steps(made.id, self.now) if read else ():
            session.flush()
        return f"/studio/zahlungen/auszuege/{made.id}"

    def _cards(self, main: Training) -> None:
        if not invoicing.operator().is_demo:
            raise RuntimeError("this fills a house for tests only")
        booking = self.sell("card", main)
        card_checkout.reserve_checkout(booking.invoice_id or 0, self.now)
        event = CardEvent(
            event_id="evt_test_1",
            kind="checkout.session.completed",
            body="{}",
            received_at=self.now,
            processed_at=self.now,
            outcome="821,10\u00a0€ mit Karte zu RE-0000-0001 verbucht; offen waren 0,00\u00a0€.",
            attention=True,
        )
        session.add(event)

    def _changes(self, dates: dict[str, Training]) -> None:
        moved = dates["moved"]
        later = timedelta(days=1)
        session.execute(
            update(Training)
            .where(Training.id == moved.id)
            .values(starts_at=moved.starts_at + later, ends_at=moved.ends_at + later)
        )
        editing.cancel_training(dates["off"].id, "Die Trainerin ist krank.", self.now, TINA)

    def _vouchers(self, main: Training) -> None:
        new = NewVoucher("HAFEN10", 10, None, 5, self.now + timedelta(days=90), main.id, "Messe")
        voucher = vouchers.make_voucher(new, self.now, TINA)
        self.found["voucher"] = f"/studio/gutscheine/{voucher.id}"


def main() -> None:
    app = create_app()
    with app.app_context():
        json.dump(World(clock.now()).fill(), sys.stdout)
    session.remove()


if __name__ == "__main__":
    main()
