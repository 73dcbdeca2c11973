"""What a trainer types about a date: every field on its own first, then what must fit together."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, StringField

from leaderacademy.booking.forms.controls import GermanForm, at_most, checked, line, required
from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.dates import BERLIN, training_key
from leaderacademy.booking.rules.details import COUNTRIES, country_problem
from leaderacademy.booking.rules.editing import DateDraft, draft_problems, last_day
from leaderacademy.booking.rules.price import cents_in, euro
from leaderacademy.booking.rules.training import TITLE
from leaderacademy.booking.rules.typed import (
    day_in,
    day_problem,
    number_in,
    number_problem,
    time_in,
    time_problem,
)

FORMATS = {"onsite": "vor Ort", "online": "online live"}
MOST_CENTS = 10_000_000
RECORDED = (
    "Gekaufte Kurse mit Aufzeichnung können unter das Fernunterrichtsschutzgesetz fallen und ohne "
    "Zulassung nichtig sein (BGH, 12.06.2025, III ZR 109/24). Bitte klären Sie das vorher und "
    "bestätigen Sie es hier."
)


def whole(least: int, most: int) -> Any:
    """A whole number between two limits."""
    return checked(lambda text: number_problem(text, least, most))


def amount_problem(text: str) -> str | None:
    """Says what is wrong with an amount of euros that must be there, or None."""
    cents = cents_in(text)
    if cents is None or cents > MOST_CENTS:
        return "Bitte schreiben Sie einen Betrag bis 100.000\u00a0€, zum Beispiel 690 oder 690,50."
    return None


def _optional(check: Any) -> Any:
    return checked(lambda text: check(text) if text else None)


def _place_problem(text: str) -> str | None:
    if training_key(date(2000, 1, 1), text) == "2000-01-01":
        return "Bitte tragen Sie den Ort ein, zum Beispiel Hamburg oder Online live."
    return None


def _format_problem(text: str) -> str | None:
    return None if text in FORMATS else "Bitte wählen Sie: vor Ort oder online live."


class DateForm(GermanForm):
    """A date as it is typed; amounts and numbers stay texts until they are found good."""

    title = line("Titel", required("Bitte tragen Sie den Titel ein.", 200))
    format = StringField("Format", validators=[checked(_format_problem)])
    place = line("Ort", checked(_place_problem), at_most(100))
    venue = line("Haus oder Stadtteil", at_most(200))
    country = StringField("Land", validators=[checked(country_problem)])
    day = line("Tag", checked(day_problem))
    begin = line("Beginn", checked(time_problem))
    end = line("Ende", checked(time_problem))
    price = line("Preis, erste Person", checked(amount_problem))
    second_price = line("Preis, jede weitere Person", _optional(amount_problem))
    seats = line("Plätze", whole(1, 1000))
    minimum = line("Mindestzahl", whole(0, 1000))
    early_price = line("Frühbucherpreis", _optional(amount_problem))
    early_until = line("Letzter Tag des Frühbucherpreises", _optional(day_problem))
    free_days = line("Kostenfrei bis", whole(0, 365))
    partial_days = line("Teilkosten bis", whole(0, 365))
    partial_percent = line("Teilkosten", whole(0, 100))
    late_percent = line("Danach", whole(0, 100))
    offer_hours = line("Angebote an die Warteliste gelten", whole(1, 336))
    recorded = BooleanField("Aufzeichnung")
    recorded_sure = BooleanField("Aufzeichnung geklärt")

    formats = tuple(FORMATS.items())
    countries = tuple(COUNTRIES.items())

    def check(self, now: datetime, taken: int = 0, sold_as: tuple[str, str] | None = None) -> bool:
        """Check all fields, then what must fit together as far as its fields are good."""
        self.validate()
        draft = self.draft()
        for name, problem in draft_problems(draft, now, taken, sold_as):
            if not self[name].errors and not any(self[one].errors for one in _NEEDS.get(name, ())):
                self.refuse(name, problem)
        if self.recorded.data and not self.recorded_sure.data:
            self.refuse("recorded_sure", RECORDED)
        return not self.errors

    def refuse(self, name: str, problem: str) -> None:
        """Add what only another field or the database could find out."""
        self[name].errors = [*self[name].errors, problem]

    def draft(self) -> DateDraft:
        """What was typed; where it is not good, something harmless stands in for it."""
        price = cents_in(self.price.data or "") or 0
        second, early = self.second_price.data or "", self.early_price.data or ""
        second_cents = cents_in(second) if second else None
        chosen = self.format.data or "onsite"
        return DateDraft(
            day=day_in(self.day.data or "") or date(9000, 1, 1),
            begin=time_in(self.begin.data or "") or time(9),
            end=time_in(self.end.data or "") or time(17),
            title=self.title.data or "",
            format=chosen,
            place=self.place.data or "",
            venue=self.venue.data or "",
            # A date online is supplied wherever the buyer sits; its own country says nothing.
            country="DE" if chosen == "online" else self.country.data or "DE",
            price_cents=price,
            second_price_cents=price if second_cents is None else second_cents,
            seats=number_in(self.seats.data or "") or 1,
            minimum=number_in(self.minimum.data or "") or 0,
            early_price_cents=cents_in(early) if early else None,
            early_last_day=day_in(self.early_until.data or ""),
            free_days=number_in(self.free_days.data or "") or 0,
            partial_days=number_in(self.partial_days.data or "") or 0,
            partial_percent=number_in(self.partial_percent.data or "") or 0,
            late_percent=number_in(self.late_percent.data or "") or 0,
            recorded=bool(self.recorded.data),
            offer_hours=number_in(self.offer_hours.data or "") or 24,
        )


# What a rule between fields reads: it is silent while one of these is wrong by itself.
_NEEDS = {
    "day": ("begin",),
    "end": ("day", "begin"),
    "country": ("format",),
    "format": ("country",),
    "minimum": ("seats",),
    "early_price": ("price", "early_until"),
    "early_until": ("day", "early_price"),
    "partial_days": ("free_days",),
    "late_percent": ("partial_percent",),
}


def new_date() -> Mapping[str, str]:
    """The empty form: what most dates have."""
    return {
        "title": TITLE,
        "format": "onsite",
        "country": "DE",
        "begin": "9:00",
        "end": "17:00",
        "seats": "10",
        "minimum": "6",
        "free_days": "28",
        "partial_days": "14",
        "partial_percent": "50",
        "late_percent": "100",
        "offer_hours": "24",
    }


def typed_date(training: Training, copied: bool = False) -> dict[str, Any]:
    """An existing date as its form shows it; a copy has no day yet."""
    begin, end = (one.astimezone(BERLIN) for one in (training.starts_at, training.ends_at))
    early = training.early_price_cents
    until = training.early_until
    same = ("title", "format", "place", "venue", "country")
    counts = (
        *("seats", "minimum", "free_days", "partial_days", "partial_percent", "late_percent"),
        "offer_hours",
    )
    return {
        **{name: getattr(training, name) for name in same},
        **{name: str(getattr(training, name)) for name in counts},
        "day": "" if copied else f"{begin:%d.%m.%Y}",
        "begin": f"{begin.hour}:{begin:%M}",
        "end": f"{end.hour}:{end:%M}",
        "price": _typed(training.price_cents),
        "second_price": _typed(training.second_price_cents),
        "early_price": "" if early is None or copied else _typed(early),
        "early_until": "" if until is None or copied else f"{last_day(until):%d.%m.%Y}",
        "recorded": training.recorded,
        "recorded_sure": training.recorded and not copied,
    }


def _typed(cents: int) -> str:
    return euro(cents).replace("\u00a0€", "").replace(",00", "")
