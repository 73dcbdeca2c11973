"""What a date must be before it is saved, field by field: the parts that depend on each other."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from leaderacademy.booking.rules.dates import BERLIN, berlin_time
from leaderacademy.booking.rules.training import NewTraining
from leaderacademy.invoicing.rules.vat import Supply, must_block

ELSEWHERE = (
    "Für ein Training vor Ort außerhalb Deutschlands gelten andere Steuerregeln. Fragen Sie erst "
    "Ihre Steuerberatung; bis dahin lässt sich der Termin so nicht anlegen."
)
SOLD_AS = (
    "Es gibt schon Buchungen. Format und Land stehen fest, weil die Umsatzsteuer der Rechnungen "
    "daran hängt. Sagen Sie den Termin ab und legen Sie einen neuen an."
)
# What a move of the date tells the bookers; anything else they need not hear of.
MOVED = ("starts_at", "ends_at", "format", "place", "venue")


@dataclass(frozen=True, slots=True)
class DateDraft(NewTraining):
    """A date as the trainer typed it: what is new, early bird, and the steps of cancelling."""

    early_price_cents: int | None = None
    early_last_day: date | None = None
    free_days: int = 28
    partial_days: int = 14
    partial_percent: int = 50
    late_percent: int = 100
    recorded: bool = False
    offer_hours: int = 24

    @property
    def early_until(self) -> datetime | None:
        """The end of the last day that the early price holds."""
        return None if self.early_last_day is None else end_of_day(self.early_last_day)


def end_of_day(day: date) -> datetime:
    """The first moment that is no longer this day in Germany: the last day counts whole."""
    return berlin_time(day + timedelta(days=1), time(0))


def last_day(until: datetime) -> date:
    """The day whose end this moment is."""
    return (until.astimezone(BERLIN) - timedelta(microseconds=1)).date()


def draft_problems(
    draft: DateDraft, now: datetime, taken: int = 0, sold_as: tuple[str, str] | None = None
) -> list[tuple[str, str]]:
    """(field, German sentence) pairs for everything that does not fit together.

    `taken` seats are sold or held; `sold_as` is the format and country that their invoices rest on.
    """
    return [
        *_when_and_where(draft, now, sold_as),
        *_room(draft, taken),
        *early_problems(
            draft.price_cents, draft.early_price_cents, draft.early_last_day, draft.day
        ),
        *step_problems(
            draft.free_days, draft.partial_days, draft.partial_percent, draft.late_percent
        ),
    ]


def _when_and_where(
    draft: DateDraft, now: datetime, sold_as: tuple[str, str] | None
) -> list[tuple[str, str]]:
    found = []
    if draft.starts_at <= now:
        found.append(("day", "Dieser Zeitpunkt ist schon vorbei. Bitte prüfen Sie Tag und Beginn."))
    if draft.ends_at <= draft.starts_at:
        found.append(("end", "Das Ende muss nach dem Beginn liegen."))
    if must_block(Supply(_supplied(draft.format), draft.country)):
        found.append(("country", ELSEWHERE))
    if sold_as is not None and sold_as != (draft.format, draft.country):
        found.append(("format", SOLD_AS))
    return found


def _supplied(chosen: str) -> Literal["online", "onsite"]:
    return "online" if chosen == "online" else "onsite"


def _room(draft: DateDraft, taken: int) -> list[tuple[str, str]]:
    found = []
    if draft.seats < taken:
        found.append(("seats", seats_problem(taken)))
    if draft.minimum > draft.seats:
        found.append(("minimum", "Die Mindestzahl darf nicht größer sein als die Zahl der Plätze."))
    return found


def seats_problem(taken: int) -> str:
    """Why there cannot be fewer seats."""
    sold = "Ein Platz ist" if taken == 1 else f"{taken}\u00a0Plätze sind"
    return f"{sold} schon vergeben. Weniger können es nicht werden."


def early_problems(
    price_cents: int, early_cents: int | None, last: date | None, day: date
) -> list[tuple[str, str]]:
    """What is wrong with an early-bird price: both or neither, cheaper, and before the day."""
    found = []
    if early_cents is not None and last is None:
        found.append(
            ("early_until", "Bis wann gilt der Frühbucherpreis? Bitte nennen Sie den Tag.")
        )
    if early_cents is None and last is not None:
        found.append(
            ("early_price", "Bitte nennen Sie den Frühbucherpreis, oder leeren Sie den Tag.")
        )
    if early_cents is not None and early_cents >= price_cents:
        found.append(("early_price", "Der Frühbucherpreis muss unter dem Preis liegen."))
    if last is not None and last >= day:
        found.append(("early_until", "Der Frühbucherpreis muss vor dem Tag des Trainings enden."))
    return found


def step_problems(
    free: int, partial: int, partial_percent: int, late: int
) -> list[tuple[str, str]]:
    """What is wrong with the steps of cancelling: later is never free for longer, nor cheaper."""
    found = []
    if partial > free:
        found.append(
            ("partial_days", "Diese Stufe muss näher am Termin liegen als die kostenfreie.")
        )
    if partial_percent > late:
        found.append(("late_percent", "Spät zurückzutreten darf nicht weniger kosten als früh."))
    return found
