"""What a trainer may correct of a booking: company, address, mails, order number."""

from collections.abc import Iterator

from wtforms import HiddenField, StringField

from leaderacademy.booking.forms.controls import GermanForm, at_most, checked, line, required
from leaderacademy.booking.rules import details
from leaderacademy.booking.rules.billing import Billing
from leaderacademy.booking.rules.details import COUNTRIES
from leaderacademy.invoicing.rules.vat_id import VatIdProblem, checked_vat_id


class BillingForm(GermanForm):
    """The same checks as in the checkout."""

    seen = HiddenField()
    company = line("Unternehmen", required("Bitte tragen Sie das Unternehmen ein.", 200))
    street = line("Straße und Hausnummer", checked(details.street_problem))
    postcode = line("Postleitzahl")
    town = line("Ort", checked(details.town_problem))
    country = StringField("Land", validators=[checked(details.country_problem)])
    vat_id = line("USt-IdNr.")
    order_number = line("Bestellnummer", at_most(60))
    email = line("E-Mail", checked(details.email_problem))
    accounting_email = line("E-Mail der Buchhaltung", checked(details.other_email_problem))

    countries = tuple(COUNTRIES.items())
    page_problem = ""
    plain_vat_id = ""

    def check(self) -> bool:
        """Check all fields, also those that depend on the country."""
        self.validate()
        country = self.country.data or ""
        if problem := details.postcode_problem(self.postcode.data or "", country):
            self.refuse("postcode", problem)
        try:
            self.plain_vat_id = checked_vat_id(self.vat_id.data or "", country)
        except VatIdProblem as problem:
            self.refuse("vat_id", str(problem))
        return not self.errors

    def refuse(self, name: str, problem: str) -> None:
        """Add what only another field or the database could find out."""
        if name:
            self[name].errors = [*self[name].errors, problem]
        else:
            self.page_problem = problem

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field's id and its problem, the whole page's first."""
        if self.page_problem:
            yield "angaben", self.page_problem
        yield from super().problems()

    def billing(self) -> Billing:
        """What was typed, after it was found good."""
        other = self.accounting_email.data or ""
        return Billing(
            company=self.company.data or "",
            street=self.street.data or "",
            postcode=self.postcode.data or "",
            town=self.town.data or "",
            country=self.country.data or "",
            vat_id=self.plain_vat_id,
            order_number=self.order_number.data or "",
            email=details.plain_email(self.email.data or ""),
            accounting_email=details.plain_email(other) if other else "",
        )
