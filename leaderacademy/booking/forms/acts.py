"""What a trainer types when acting on a booking: a fee, a note, a reason."""

from wtforms import StringField, TextAreaField

from leaderacademy.booking.forms.controls import GermanForm, at_most, line
from leaderacademy.booking.rules import details
from leaderacademy.booking.rules.typed import number_in, number_problem


class CancelForm(GermanForm):
    """How much of the price stays owed."""

    cost = StringField("Kosten")
    percent = line("Prozent des Preises")

    def check(self) -> bool:
        """Check the choice, and the number where it counts."""
        self.validate()
        if self.cost.data not in ("terms", "free", "other"):
            self.cost.errors = ["Bitte wählen Sie, was die Stornierung kostet."]
        elif self.cost.data == "other":
            problem = number_problem(self.percent.data or "", 0, 100)
            self.percent.errors = [problem] if problem else []
        return not self.errors

    def chosen(self, by_terms: int) -> int:
        """The percent of the price that stays owed."""
        typed = number_in(self.percent.data or "") or 0
        return {"terms": by_terms, "free": 0, "other": typed}[self.cost.data or ""]


class NoteForm(GermanForm):
    """The trainer's own note on a booking."""

    note = TextAreaField("Notiz", filters=[details.clean_text], validators=[at_most(2000)])


class ReasonForm(GermanForm):
    """Why a date is cancelled, as the bookers will read it."""

    reason = TextAreaField(
        "Grund für die Absage", filters=[details.clean_text], validators=[at_most(500)]
    )
