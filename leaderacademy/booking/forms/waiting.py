"""The place in the waiting list: who, where to write, and how many seats."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from leaderacademy.booking.forms.checkout import CheckoutForm, checkout_id_fits, new_checkout_id
from leaderacademy.booking.forms.controls import GermanForm, checked, line, required
from leaderacademy.booking.rules import details
from leaderacademy.booking.rules.details import MOST_PEOPLE
from leaderacademy.booking.service import Wish

# What of the checkout has to be right for a place in line; the rest may be finished later.
NEEDED = ("wer-kommt", "first_name_1", "last_name_1", "company", "email")


class WaitingForm(GermanForm):
    """Four things to type; an invoice address is asked for when there is a seat."""

    checkout_id = HiddenField()
    name = line("Ihr Name", required("Bitte tragen Sie Ihren Namen ein.", 200))
    company = line("Unternehmen", required("Bitte tragen Sie Ihr Unternehmen ein.", 200))
    email = line("E-Mail", checked(details.email_problem))
    seats = StringField("Plätze", validators=[checked(details.people_problem)])

    def __init__(
        self,
        formdata: Any = None,
        data: Mapping[str, Any] | None = None,
        most: int = MOST_PEOPLE,
    ) -> None:
        """`most` seats are all that the date has: more would never come free together."""
        super().__init__(formdata, data=data)
        self.most = min(most, MOST_PEOPLE)
        self.choices = tuple((str(number), str(number)) for number in range(1, self.most + 1))
        if not checkout_id_fits(self.checkout_id.data or ""):
            self.checkout_id.data = new_checkout_id()

    def validate_seats(self, field: StringField) -> None:
        """Not more than the date has at all."""
        if problem := details.seats_problem(field.data or "", self.most):
            raise ValidationError(problem)

    def wish(self) -> Wish:
        """What was typed, after it was found good."""
        first, _, last = (self.name.data or "").rpartition(" ")
        email = details.plain_email(self.email.data or "")
        typed = {
            "people": self.seats.data,
            "country": "DE",
            "first_name_1": first or last,
            "last_name_1": last if first else "",
            "company": self.company.data or "",
            "email": email,
        }
        name, company = self.name.data or "", self.company.data or ""
        return Wish(int(self.seats.data or "1"), name, company, email, typed)


def wish_in_checkout(form: CheckoutForm, most: int) -> Wish | None:
    """The wish of somebody who had filled in the checkout already; None when too little is good.

    Then only what is needed for the waiting list is named as wrong. `most` seats has the date.
    """
    form.validate()
    if problem := details.seats_problem(form.people.data or "", most):
        form.refuse("people", problem)
    form.keep_problems(NEEDED)
    if list(form.problems()):
        return None
    first = form.names.names[0]
    return Wish(
        seats=len(form.names.rows),
        name=f"{first.first} {first.last}",
        company=form.company.data or "",
        email=details.plain_email(form.email.data or ""),
        typed=form.as_typed(),
    )
