"""Hold, book, pay, cancel, wait, offer, accept, expire, move in any order: all stays in step."""

import uuid
from datetime import datetime, timedelta

from flask import Flask
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Select, func, select

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.booking.service.holds import expire_holds
from leaderacademy.booking.service.offers import expire_offer, make_offer
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice, Payment
from tests.booking import line, shop

WHICH = st.sampled_from([0, 1])
PEOPLE = st.integers(1, 2)
# A failure is shown as it was found: making it smaller takes minutes.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
PICK = st.integers(0, 9)
GONE = (
    service.NotBookable,
    service.OfferGone,
    service.TooManyForOffer,
    service.CannotWait,
    service.CannotChange,
)


class House(RuleBasedStateMachine):
    """Two dates of three seats; beside them a model that knows who paid what."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = shop.NOW
        # Days of their own for each run; the dates of earlier runs stay.
        self.dates = [
            shop.open_training(seats=3, place=f"Ort {uuid.uuid4().hex}", price_cents=cents).id
            for cents in (69_000, 49_000)
        ]
        self.checkouts = shop.new_checkouts(2)
        self.paid: dict[int, int] = {}
        self.people: dict[int, int] = {}
        # Where the interesting things begin; reaching it by chance takes too many steps.
        first = session.get_one(Training, self.dates[0])
        for _ in range(3):
            self._kept(line.book(first).id, 1)
        for seats in (2, 1, 1):
            self._waits(first, seats)

    def _waits(self, training: Training, seats: int) -> None:
        line.wait(training, f"{uuid.uuid4().hex}@x.de", seats, self.now)

    def _pick(self, first: list[int], pick: int) -> int:
        """Mostly one of those for whom it should work, now and then another one."""
        others = sorted(self.people) if first == self._booked() else self._entries()
        chosen = first if first and pick < 8 else others
        return chosen[pick % len(chosen)]

    def _entries(self, *states: str) -> list[int]:
        query = select(WaitingEntry.id).where(WaitingEntry.training_id.in_(self.dates))
        if states:
            query = query.where(WaitingEntry.state.in_(states))
        return list(session.scalars(query.order_by(WaitingEntry.id)))

    def _kept(self, booking_id: int, people: int) -> None:
        """Note what the model knows of a booking."""
        self.people[booking_id] = people
        self.paid[booking_id] = 0

    @rule(date=WHICH, people=PEOPLE)
    def book(self, date: int, people: int) -> None:
        self._book(date, people, shop.new_checkouts(1)[0], 0)

    @rule(date=WHICH, people=PEOPLE, which=WHICH)
    def hold(self, date: int, people: int, which: int) -> None:
        number = self.checkouts[which]
        service.hold_seats(self.dates[date], people, number, uuid.uuid4().hex, self.now)
        session.commit()

    @rule(date=WHICH, people=PEOPLE, which=WHICH)
    def book_what_is_held(self, date: int, people: int, which: int) -> None:
        found = service.hold_of(self.checkouts[which])
        mine = found.seats if found and found.training_id == self.dates[date] else 0
        self._book(date, people, self.checkouts[which], mine)
        self.checkouts[which] = shop.new_checkouts(1)[0]

    def _book(self, date: int, people: int, number: str, mine: int) -> None:
        free = session.get_one(Training, self.dates[date]).free + mine
        try:
            placed = service.place_booking(
                self.dates[date], line.details(people), number, self.now, held=mine > 0
            )
        except service.SoldOut:
            session.rollback()
            assert free < people
            return
        except service.TrainingClosed:
            session.rollback()
            return
        session.commit()
        assert free >= people
        self._kept(placed.id, people)

    @rule(pick=PICK, cents=st.sampled_from([1, 50_000, 82_110]))
    def pay(self, pick: int, cents: int) -> None:
        booking = self._pick(self._booked(), pick)
        invoice = session.get_one(Booking, booking).invoice_id or 0
        key = uuid.uuid4().hex
        invoicing.record_payment(invoice, cents, self.now.date(), self.now, key=key)
        session.commit()
        self.paid[booking] += cents

    @rule(pick=PICK, percent=st.sampled_from([None, 0, 50, 100]))
    def cancel(self, pick: int, percent: int | None) -> None:
        booking = self._pick(self._booked(), pick)
        was = session.get_one(Booking, booking).state
        done = service.cancel_booking(booking, self.now, percent=percent)
        session.commit()
        assert done == (was == "booked")

    @rule(pick=PICK, date=WHICH)
    def move(self, pick: int, date: int) -> None:
        booking = self._pick(self._booked(), pick)
        before = session.get_one(Booking, booking).moves
        try:
            service.move_booking(booking, self.dates[date], self.now)
        except GONE:
            session.rollback()
            return
        session.commit()
        assert before == 0

    @rule(date=WHICH, seats=PEOPLE)
    def wait(self, date: int, seats: int) -> None:
        try:
            self._waits(session.get_one(Training, self.dates[date]), seats)
        except service.CannotWait:
            session.rollback()

    @precondition(lambda self: self._entries("offered"))
    @rule(pick=PICK, people=PEOPLE)
    def accept(self, pick: int, people: int) -> None:
        entry = self._pick(self._entries("offered"), pick)
        found = session.get_one(WaitingEntry, entry)
        good = found.has_offer(self.now) and people <= found.seats
        try:
            number = shop.new_checkouts(1)[0]
            placed = service.place_booking(
                found.training_id, line.details(people), number, self.now, offer=entry
            )
        except GONE:
            session.rollback()
            assert not good
            return
        session.commit()
        assert good
        self._kept(placed.id, people)

    @precondition(lambda self: self._booked() and self._entries("waiting"))
    @rule(pick=PICK, people=PEOPLE)
    def somebody_cancels_and_somebody_accepts(self, pick: int, people: int) -> None:
        self.cancel(pick, None)
        if self._entries("offered"):
            self.accept(pick, people)

    @precondition(lambda self: self._entries("waiting"))
    @rule(pick=PICK)
    def leave_or_come_back(self, pick: int) -> None:
        entry = self._pick(self._entries("waiting"), pick)
        found = session.get_one(WaitingEntry, entry)
        if not service.leave_line(found, self.now):
            service.rejoin_line(found, self.now)
        session.commit()

    @precondition(lambda self: self._entries("waiting"))
    @rule(pick=PICK)
    def offer_out_of_turn(self, pick: int) -> None:
        entry = self._pick(self._entries("waiting"), pick)
        try:
            make_offer(session.get_one(WaitingEntry, entry), self.now)
            session.commit()
        except GONE:
            session.rollback()

    @rule(hours=st.sampled_from([5, 30]))
    def time_passes(self, hours: int) -> None:
        """The worker comes by for each offer and hold, and once too often."""
        self.now += timedelta(hours=hours)
        for _ in range(2):
            expire_holds(self.now)
        for entry in self._entries("offered") * 2:
            expire_offer(entry, self.now)
        session.commit()

    @rule(date=WHICH, is_open=st.sampled_from([True, True, False]), more=st.integers(0, 1))
    def the_trainer_edits(self, date: int, is_open: bool, more: int) -> None:
        training = session.get_one(Training, self.dates[date])
        training.state = "open" if is_open else "closed"
        training.seats += more
        session.flush()
        service.offer_freed_seats(training.id, self.now)
        session.commit()

    @invariant()
    def the_seats_add_up_and_none_is_sold_twice(self) -> None:
        for date in self.dates:
            taken, held = line.counted(date)
            assert taken == held
            training = session.get_one(Training, date)
            assert 0 <= taken <= training.seats
            people = [b.seats for b in self._all() if b.seated and b.training_id == date]
            assert sum(people) <= taken
        session.commit()

    @invariant()
    def nobody_waits_for_a_seat_that_is_free(self) -> None:
        open_dates = (Training.id.in_(self.dates), Training.state == "open")
        fits = WaitingEntry.seats <= Training.seats - Training.seats_taken
        query = select(func.count()).select_from(WaitingEntry).join(WaitingEntry.training)
        assert session.scalar(query.where(*open_dates, WaitingEntry.state == "waiting", fits)) == 0
        session.commit()

    @invariant()
    def the_money_balances(self) -> None:
        bookings = self._all()
        documents: dict[str, list[Invoice]] = {f"booking:{one.id}": [] for one in bookings}
        for one in session.scalars(select(Invoice).where(Invoice.subject.in_(documents))):
            documents[one.subject].append(one)
        balances = invoicing.balances_of(one.id for many in documents.values() for one in many)
        money = {row[0]: row[1] for row in session.execute(_paid())}
        for booking in bookings:
            mine = sorted(documents[f"booking:{booking.id}"], key=lambda one: one.id)
            signed = sum(-d.gross_cents if d.is_credit_note else d.gross_cents for d in mine)
            owed = booking.gross_cents
            if booking.state == "cancelled":
                owed = _with_vat(booking.fee_cents or 0)
            assert abs(signed - owed) <= 1, (booking.id, signed, owed)
            assert sum(money.get(d.id, 0) for d in mine) == self.paid[booking.id]
            # What a move replaced is settled; whatever is open is open on the newest invoice.
            still_open = {d.id: balances[d.id].open for d in mine if not d.is_credit_note}
            newest = still_open.pop(booking.invoice_id or 0)
            assert set(still_open.values()) <= {0}
            assert newest == signed - self.paid[booking.id]
        session.commit()

    @invariant()
    def every_number_is_used_once_and_none_is_left_out(self) -> None:
        rows = session.execute(
            select(func.count(Invoice.id), func.count(Invoice.number.distinct()), _last()).group_by(
                Invoice.series
            )
        ).all()
        session.commit()
        assert all(count == numbers == last for count, numbers, last in rows)

    def _all(self) -> list[Booking]:
        query = select(Booking).where(Booking.id.in_(self.people)).order_by(Booking.id)
        return list(session.scalars(query.execution_options(populate_existing=True)))

    def _booked(self) -> list[int]:
        return [one.id for one in self._all() if one.state == "booked"]


def _paid() -> Select[tuple[int, int]]:
    return select(Payment.invoice_id, func.sum(Payment.cents)).group_by(Payment.invoice_id)


def _last() -> object:
    return func.max(Invoice.ordinal)


def _with_vat(net: int) -> int:
    return net + (net * 19 + 50) // 100


def test_in_any_order_seats_money_numbers_and_the_line_stay_right(app: Flask) -> None:
    # What may happen is the same on both databases; the second one needs to see each step only.
    orders = 10 if app.extensions["engine"].dialect.name == "sqlite" else 4
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=orders, stateful_step_count=30, deadline=None, phases=PHASES
        ),
    )
