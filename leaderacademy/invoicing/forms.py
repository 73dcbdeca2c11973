"""What a trainer may type about money."""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from wtforms import Form, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from leaderacademy.invoicing.rules.draft import Line
from leaderacademy.invoicing.rules.money import cents_in, euro
from leaderacademy.invoicing.rules.statement.table import day_in

LONGEST_NOTE = 300
MOST_CENTS = 10_000_000_00  # ten million euros; the column holds twice as much
FIRST_DAY = date(2000, 1, 1)


class MoneyForm(Form):
    """A form that speaks German and lists its problems in the order of the page."""

    class Meta:
        locales = ("de_DE", "de")

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field's id and its problem."""
        for name, one in self._fields.items():
            for message in one.errors[:1]:
                yield name, message

    def error(self, name: str) -> str:
        """The problem of one field, or nothing."""
        return next((message for field, message in self.problems() if field == name), "")


def short_note(_form: Form, field: Any) -> None:
    """At most so many signs."""
    field.data = " ".join((field.data or "").split())
    if len(field.data) > LONGEST_NOTE:
        raise ValidationError(f"Das ist zu lang, höchstens {LONGEST_NOTE} Zeichen.")


def needed_note(form: Form, field: Any) -> None:
    """A reason that must be there."""
    short_note(form, field)
    if not field.data:
        raise ValidationError("Bitte schreiben Sie in ein paar Worten, warum.")


def one_of(*allowed: str) -> Callable[[Form, Any], None]:
    """One of the values that the page offers."""

    def validate(_form: Form, field: Any) -> None:
        if field.data not in allowed:
            raise ValidationError("Bitte wählen Sie einen der Einträge.")

    return validate


def positive_cents(text: str | None) -> int:
    """Cents above zero; raises ValidationError."""
    cents = cents_in(text or "")
    if cents is None:
        raise ValidationError("Bitte schreiben Sie den Betrag so: 821,10")
    if cents <= 0:
        raise ValidationError("Der Betrag muss größer als null sein.")
    if cents > MOST_CENTS:
        raise ValidationError(f"Das ist zu viel: höchstens {euro(MOST_CENTS)}.")
    return cents


class PaymentForm(MoneyForm):
    """Money that came in or was given back, for one invoice."""

    key = HiddenField()
    number = StringField("Rechnungsnummer")
    direction = StringField(validators=[one_of("in", "out")])
    amount = StringField("Betrag in Euro")
    day = StringField("Tag")
    method = StringField(validators=[one_of("transfer", "other")])
    note = StringField("Notiz", validators=[short_note])

    today: date = FIRST_DAY
    cents: int = 0
    received_on: date = FIRST_DAY

    def validate_key(self, field: Any) -> None:
        """Made by the page; without it a second click would be a second payment."""
        if not re.fullmatch(r"[0-9a-f]{32}", field.data or ""):
            # What was typed is not lost: one more click is enough.
            field.data = secrets.token_hex(16)
            raise ValidationError("Das Formular war unvollständig. Bitte senden Sie noch einmal.")

    def validate_number(self, field: Any) -> None:
        """Whether there is such an invoice, only the service knows."""
        if not (field.data or "").strip():
            raise ValidationError("Bitte geben Sie die Rechnungsnummer an.")

    def validate_amount(self, field: Any) -> None:
        """A positive amount; the direction says the sign."""
        cents = positive_cents(field.data)
        self.cents = cents if self.direction.data == "in" else -cents

    def validate_day(self, field: Any) -> None:
        """A day that is not in the future."""
        day = day_in((field.data or "").strip())
        if day is None:
            raise ValidationError("Bitte schreiben Sie den Tag so: 15.04.2027")
        if day > self.today:
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        if day < FIRST_DAY:
            raise ValidationError("Dieser Tag liegt zu weit zurück.")
        self.received_on = day


class CreditForm(MoneyForm):
    """A credit note: of all that is left, or of a net amount."""

    left = HiddenField()  # the net cents that stood on the page, to notice the second click
    extent = StringField(validators=[one_of("all", "part")])
    text = StringField("Posten", validators=[short_note])
    amount = StringField("Betrag netto in Euro")
    reason = TextAreaField("Grund", validators=[needed_note])

    lines: list[Line] | None = None

    def validate_amount(self, field: Any) -> None:
        """Only a part needs an amount."""
        if self.extent.data == "part":
            text = " ".join((self.text.data or "").split()) or "Teilbetrag"
            self.lines = [Line(text, positive_cents(field.data))]
