"""The one-page checkout: what a buyer may type, cleaned and checked field by field."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from wtforms import BooleanField, Field, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from leaderacademy.booking.rules import details
from leaderacademy.booking.rules.details import COURSE_STAGES, Details, Name

Check = Callable[[str], str | None]


def _checked(check: Check) -> Callable[[Form, Field], None]:
    def validate(_form: Form, field: Field) -> None:
        if problem := check(field.data or ""):
            raise ValidationError(problem)

    return validate


def _required(missing: str, most: int) -> Callable[[Form, Field], None]:
    return _checked(lambda text: details.text_problem(text, missing, most))


def _ticked(missing: str) -> Callable[[Form, Field], None]:
    def validate(_form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(missing)

    return validate


def _line(label: str, *validators: Callable[[Form, Field], None]) -> StringField:
    return StringField(label, filters=[details.clean_line], validators=validators)


def _first_name() -> StringField:
    return _line("Vorname", _required("Bitte tragen Sie den Vornamen ein.", 100))


def _last_name() -> StringField:
    return _line("Nachname", _required("Bitte tragen Sie den Nachnamen ein.", 100))


class CheckoutForm(Form):
    """Chapter 9.6 as a form; the price is not part of it, the server knows it."""

    class Meta:
        locales = ("de_DE", "de")

    checkout_id = HiddenField()
    people = HiddenField("Personen", validators=[_checked(details.people_problem)])
    first_name_1 = _first_name()
    last_name_1 = _last_name()
    first_name_2 = _first_name()
    last_name_2 = _last_name()
    company = _line("Unternehmen", _required("Bitte tragen Sie Ihr Unternehmen ein.", 200))
    industry = _line("Branche", _required("Bitte tragen Sie Ihre Branche ein.", 200))
    email = _line("E-Mail", _checked(details.email_problem))
    phone = _line("Telefon", _checked(details.phone_problem))
    address = TextAreaField(
        "Rechnungsanschrift",
        filters=[details.clean_text],
        validators=[_checked(details.address_problem)],
    )
    vat_id = _line("Umsatzsteuer-Identifikationsnummer", _checked(details.vat_id_problem))
    business = BooleanField(
        "Unternehmen",
        validators=[_ticked("Das Training buchen nur Unternehmen. Bitte bestätigen Sie das.")],
    )
    course_stage = StringField(
        "Stand im Selbstlernkurs", validators=[_checked(details.stage_problem)]
    )
    notes = TextAreaField(
        "Hinweise",
        filters=[details.clean_text],
        validators=[_checked(lambda text: details.length_problem(text, 2000))],
    )
    terms = BooleanField(
        "Teilnahmebedingungen",
        validators=[_ticked("Bitte lesen Sie die Teilnahmebedingungen und bestätigen Sie das.")],
    )
    course_mails = BooleanField("Kursnachrichten per E-Mail")

    stages = tuple(COURSE_STAGES.items())

    @property
    def people_shown(self) -> int:
        """How many people the form has rows for, also when the number was tampered with."""
        return 2 if self.people.data == "2" else 1

    @property
    def names(self) -> tuple[tuple[StringField, StringField], ...]:
        """The fields of each person that is shown."""
        both = ((self.first_name_1, self.last_name_1), (self.first_name_2, self.last_name_2))
        return both[: self.people_shown]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields; those of a person who does not come are left alone."""
        hidden = () if self.people_shown == 2 else ("first_name_2", "last_name_2")
        for name in hidden:
            self[name].validators = ()
        return super().validate(extra_validators)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field's id and its problem in one line, in the order of the page."""
        for name, field in self._fields.items():
            for message in field.errors[:1]:
                yield self._target(name), f"{self._label(name)}: {message}"

    def _label(self, name: str) -> str:
        person = name.rpartition("_")[2]
        if person in ("1", "2"):
            return f"Person\u00a0{person}, {self[name].label.text}"
        return str(self[name].label.text)

    def _target(self, name: str) -> str:
        return "wer-kommt" if name == "people" else name

    def details(self) -> Details:
        """What was typed, after it was found good."""
        return Details(
            participants=tuple(
                Name(first.data or "", last.data or "") for first, last in self.names
            ),
            company=self.company.data or "",
            industry=self.industry.data or "",
            email=details.plain_email(self.email.data or ""),
            phone=self.phone.data or "",
            address=self.address.data or "",
            vat_id=details.plain_vat_id(self.vat_id.data or ""),
            course_stage=self.course_stage.data or "",
            notes=self.notes.data or "",
            course_mails=self.course_mails.data,
        )

    def renew_checkout_id(self) -> None:
        """A checkout id that is none is replaced, so that the next click works."""
        if not checkout_id_fits(self.checkout_id.data or ""):
            self.checkout_id.data = new_checkout_id()


def new_checkout_id() -> str:
    """What makes the second click on one form end on the booking of the first."""
    return str(uuid.uuid4())


def checkout_id_fits(text: str) -> bool:
    """Whether this is a checkout id as we make them."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
