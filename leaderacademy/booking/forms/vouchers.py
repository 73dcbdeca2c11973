"""What a trainer types about a voucher."""

from datetime import datetime
from typing import Any

from wtforms import StringField

from leaderacademy.booking.forms.controls import GermanForm, at_most, checked, line
from leaderacademy.booking.forms.dates import amount_problem, whole
from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.editing import end_of_day
from leaderacademy.booking.rules.price import cents_in, plain_code
from leaderacademy.booking.rules.typed import day_in, day_problem, number_in, number_problem
from leaderacademy.booking.rules.voucher import NewVoucher, code_problem

KINDS = {"percent": "Prozent", "amount": "Euro, netto"}


class VoucherForm(GermanForm):
    """A voucher to make: how much, how often, how long, and for which date."""

    code = line("Code", checked(code_problem))
    kind = StringField("Nachlass in")
    value = line("Nachlass")
    most = line("Wie oft einlösbar", whole(1, 10_000))
    until = line("Letzter Tag", checked(lambda text: day_problem(text) if text else None))
    training = StringField("Gilt für")
    note = line("Wofür", at_most(200))

    kinds = tuple(KINDS.items())

    def check(self, trainings: list[Training], now: datetime) -> bool:
        """Check all fields, also those that depend on each other."""
        self.validate()
        if self.kind.data not in KINDS:
            self.refuse("kind", "Bitte wählen Sie Prozent oder Euro.")
        elif problem := self._value_problem():
            self.refuse("value", problem)
        known = {"", *(training.key for training in trainings)}
        if (self.training.data or "") not in known:
            self.refuse("training", "Diesen Termin gibt es nicht mehr. Bitte wählen Sie neu.")
        day = day_in(self.until.data or "")
        if day is not None and not self.until.errors and end_of_day(day) <= now:
            self.refuse("until", "Dieser Tag ist schon vorbei.")
        return not self.errors

    def _value_problem(self) -> str | None:
        typed = self.value.data or ""
        if self.kind.data == "percent":
            return number_problem(typed.removesuffix("%").strip(), 1, 100)
        if cents_in(typed) == 0:
            return "Ein Gutschein über 0\u00a0€ nützt niemandem."
        return amount_problem(typed)

    def refuse(self, name: str, problem: str) -> None:
        """Add what only another field or the database could find out."""
        self[name].errors = [*self[name].errors, problem]

    def voucher(self, trainings: list[Training]) -> NewVoucher:
        """What was typed, after it was found good."""
        typed, percent = self.value.data or "", self.kind.data == "percent"
        day = day_in(self.until.data or "")
        chosen: Any = next((one for one in trainings if one.key == self.training.data), None)
        return NewVoucher(
            code=plain_code(self.code.data or ""),
            percent=number_in(typed.removesuffix("%").strip()) if percent else None,
            amount_cents=None if percent else cents_in(typed),
            most=number_in(self.most.data or "") or 1,
            expires_at=None if day is None else end_of_day(day),
            training_id=chosen.id if chosen else None,
            note=self.note.data or "",
        )
