"""The one-page checkout: what a buyer may type, cleaned and checked field by field."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from leaderacademy.booking.forms.controls import (
    GermanForm,
    People,
    at_most,
    checked,
    line,
    required,
    ticked,
)
from leaderacademy.booking.rules import details
from leaderacademy.booking.rules.details import COUNTRIES, COURSE_STAGES, DOCUMENTS, Details
from leaderacademy.booking.rules.price import plain_code
from leaderacademy.booking.rules.withdrawal import EARLY_START_MISSING, asks_early_start
from leaderacademy.invoicing.rules.vat_id import VatIdProblem, checked_vat_id
from leaderacademy.invoicing.service.operator import operator


def _ticked_where_needed(form: Any, one: Any) -> None:
    if not operator().consumers:
        ticked("Das Training buchen nur Unternehmen. Bitte bestätigen Sie das.")(form, one)


class CheckoutForm(GermanForm):
    """Chapter 9.6 as a form; the price is not part of it, the server knows it."""

    checkout_id = HiddenField()
    seen = HiddenField()  # the price and the date that stood on the page, to notice a change
    held = HiddenField()  # whether the page said that seats are held for it
    people = HiddenField("Personen", validators=[checked(details.people_problem)])
    same_name = BooleanField("Gleicher Name")
    company = line("Unternehmen", required("Bitte tragen Sie Ihr Unternehmen ein.", 200))
    industry = line("Branche", required("Bitte tragen Sie Ihre Branche ein.", 200))
    email = line("E-Mail", checked(details.email_problem))
    phone = line("Telefon", checked(details.phone_problem))
    street = line("Straße und Hausnummer", checked(details.street_problem))
    postcode = line("Postleitzahl")
    town = line("Ort", checked(details.town_problem))
    country = StringField("Land")  # the template draws the list
    vat_id = line("Umsatzsteuer-Identifikationsnummer")
    order_number = line("Bestellnummer", at_most(60))
    accounting_email = line("E-Mail der Buchhaltung", checked(details.other_email_problem))
    business = BooleanField(
        "Bestätigung als Unternehmen",
        validators=[_ticked_where_needed],
    )
    pay = StringField("Bezahlung")
    course_stage = StringField(
        "Stand im Selbstlernkurs", validators=[checked(details.stage_problem)]
    )
    notes = TextAreaField("Hinweise", filters=[details.clean_text], validators=[at_most(2000)])
    share_progress = BooleanField("Lernstand zeigen")
    share_documents = SelectMultipleField("Dokumente mitbringen", choices=[], validate_choice=False)
    voucher = line("Gutschein", at_most(40))
    early_start = BooleanField("Beginn in der Widerrufsfrist")
    terms = BooleanField(
        "Teilnahmebedingungen",
        validators=[ticked("Bitte lesen Sie die Teilnahmebedingungen und bestätigen Sie das.")],
    )
    course_mails = BooleanField("Kursnachrichten per E-Mail")

    stages = tuple(COURSE_STAGES.items())
    countries = tuple(COUNTRIES.items())
    documents = tuple(DOCUMENTS.items())

    def __init__(self, formdata: Any = None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(formdata, data=data)
        source: Any = formdata if formdata is not None else (data or {})
        self.names = People.read(source, _count(self.people.data))
        self.plain_vat_id, self.vat_id_problem = "", ""
        self._page_problem = ""

    def add_person(self) -> None:
        """One more row of names."""
        self.names.add()
        self.people.data = str(len(self.names.rows))

    def remove_person(self, number: int) -> None:
        """Without this person; what was typed for the others stays."""
        self.names.remove(number)
        self.people.data = str(len(self.names.rows))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields, also those that depend on each other."""
        good = super().validate(extra_validators)
        names = self.names.check()
        country = self.country.data or ""
        twins = self.names.twins()
        if twins and not self.same_name.data:
            self._say("same_name", details.twins_in_words(*twins))
        self._say("country", details.country_problem(country))
        self._say("postcode", details.postcode_problem(self.postcode.data or "", country))
        self._say("vat_id", self.read_vat_id())
        return good and names and not any(self[name].errors for name in _CROSSED)

    def read_vat_id(self) -> str | None:
        """Keep the VAT ID in its plain form for the price; says what is wrong with it, or None."""
        try:
            self.plain_vat_id = checked_vat_id(self.vat_id.data or "", self.country.data or "")
        except VatIdProblem as problem:
            self.vat_id_problem = str(problem)
        return self.vat_id_problem or None

    def declares(self, starts_at: datetime, now: datetime) -> bool:
        """Whether a private person asked for a date within the time to withdraw, if it is one."""
        private = not self.business.data and operator().consumers
        asks = asks_early_start(not private, now, starts_at)
        if asks and not self.early_start.data:
            self._say("early_start", EARLY_START_MISSING)
            return False
        return True

    def refuse(self, name: str, problem: str) -> None:
        """Add what only the price could find out, at a field or for the whole page."""
        if name in self._fields and not self[name].errors:
            self._say(name, problem)
        elif name not in self._fields:
            self._page_problem = problem

    def _say(self, name: str, problem: str | None) -> None:
        if problem:
            self[name].errors = [*self[name].errors, problem]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field's id and its problem in one line, in the order of the page."""
        found = list(super().problems())
        if self._page_problem:
            yield "termin", self._page_problem
        for target, text in found:
            if target == "people":
                yield "wer-kommt", text
        yield from self.names.problems()
        yield from (problem for problem in found if problem[0] != "people")

    def keep_problems(self, wanted: tuple[str, ...]) -> None:
        """Forget what is wrong elsewhere, for whoever needs less than a booking."""
        for name, one in self._fields.items():
            if name not in wanted and not (name == "people" and "wer-kommt" in wanted):
                one.errors = []
        for row in self.names.rows:
            for typed in (row.first, row.last):
                typed.error = typed.error if typed.name in wanted else ""

    def as_typed(self) -> dict[str, Any]:
        """Everything typed, as plain JSON, to fill in the same form again."""
        own = ("checkout_id", "seen", "held")
        typed = {name: one.data for name, one in self._fields.items() if name not in own}
        for row in self.names.rows:
            typed |= {row.first.name: row.first.data, row.last.name: row.last.data}
        return typed

    def details(self) -> Details:
        """What was typed, after it was found good."""
        wanted = self.share_documents.data or []
        other = self.accounting_email.data or ""
        return Details(
            participants=self.names.names,
            company=self.company.data or "",
            industry=self.industry.data or "",
            email=details.plain_email(self.email.data or ""),
            phone=self.phone.data or "",
            street=self.street.data or "",
            postcode=self.postcode.data or "",
            town=self.town.data or "",
            country=self.country.data or "",
            vat_id=self.plain_vat_id,
            course_stage=self.course_stage.data or "",
            notes=self.notes.data or "",
            course_mails=self.course_mails.data,
            order_number=self.order_number.data or "",
            accounting_email=details.plain_email(other) if other else "",
            voucher=plain_code(self.voucher.data or ""),
            by_card=self.pay.data == "card",
            share_progress=self.share_progress.data,
            share_documents=tuple(key for key in DOCUMENTS if key in wanted),
            business=bool(self.business.data),
            early_start=bool(self.early_start.data),
        )

    def as_far_as_typed(self) -> Details:
        """The details for the price, also while they are not all good."""
        return Details(
            participants=self.names.names,
            **_UNTYPED,
            country=self.country.data or "DE",
            vat_id=self.plain_vat_id,
            course_stage="",
            notes="",
            course_mails=False,
            voucher=plain_code(self.voucher.data or ""),
            # Where only companies may book, the price is theirs before the box is ticked.
            business=bool(self.business.data) or not operator().consumers,
        )

    def renew_checkout_id(self) -> None:
        """A checkout id that is none is replaced, so that the next click works."""
        if not checkout_id_fits(self.checkout_id.data or ""):
            self.checkout_id.data = new_checkout_id()


_UNTYPED: dict[str, Any] = dict.fromkeys(
    ("company", "industry", "email", "phone", "street", "postcode", "town"), ""
)
_CROSSED = ("same_name", "country", "postcode", "vat_id")


def _count(text: str | None) -> int:
    text = text or ""
    return int(text) if details.people_problem(text) is None else 1


def new_checkout_id() -> str:
    """What makes the second click on one form end on the booking of the first."""
    return str(uuid.uuid4())


def checkout_id_fits(text: str) -> bool:
    """Whether this is a checkout id as we make them."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
