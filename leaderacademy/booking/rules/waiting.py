"""Why a place in the waiting list stands still, in German sentences that are true."""

from dataclasses import dataclass
from datetime import datetime

from leaderacademy.booking.rules.dates import BERLIN, day_in_words, weekday_in_words

MOST_WAITING = 1000  # for one date; beyond that the answer is no, in words


@dataclass(frozen=True, slots=True)
class Line:
    """The waiting list of a date as one entry sees it.

    `ahead` wait before it; `offered_seats` are promised to others, the last of them until
    `offered_until`; `freed` seats came back since it waits; `free` seats nobody has;
    `held_seats` are taken only while somebody fills in the checkout.
    """

    seats: int
    ahead: int
    behind: int
    training_seats: int
    free: int
    offered_seats: int
    offered_until: datetime | None
    freed: int
    is_open: bool
    held_seats: int = 0

    @property
    def position(self) -> int:
        """From 1."""
        return self.ahead + 1

    @property
    def whole(self) -> int:
        """How many wait, this one too."""
        return self.ahead + self.behind + 1

    @property
    def why(self) -> tuple[str, ...]:
        """What has to happen before this entry gets its offer, most important first."""
        said = [self._seats(), self._held(), self._offers(), self._freed(), self._ahead()]
        if not self.is_open:
            said.insert(0, "Für diesen Termin nehmen wir zurzeit keine Buchungen an.")
        return tuple(sentence for sentence in said if sentence)

    def _seats(self) -> str:
        if self.free <= 0:
            if self.training_seats == 1:
                return "Der einzige Platz ist vergeben."
            return f"Alle {self.training_seats}\u00a0Plätze sind vergeben."
        free = "Ein Platz ist" if self.free == 1 else f"{self.free}\u00a0Plätze sind"
        return f"{free} frei, Sie warten aber auf {self.seats}\u00a0Plätze zusammen."

    def _held(self) -> str:
        if not self.held_seats:
            return ""
        one = self.held_seats == 1
        kept = "Ein Platz ist" if one else f"{self.held_seats}\u00a0Plätze sind"
        return f"{kept} nur reserviert, solange jemand eine Buchung ausfüllt."

    def _offers(self) -> str:
        if self.offered_until is None:
            return ""
        one = self.offered_seats == 1
        promised = "ist ein Platz" if one else f"sind {self.offered_seats}\u00a0Plätze"
        until = moment_in_words(self.offered_until)
        return f"Davon {promised} gerade anderen angeboten, die Antwort kommt bis {until}."

    def _freed(self) -> str:
        if self.freed:
            one = self.freed == 1
            came = "ist ein Platz" if one else f"sind {self.freed}\u00a0Plätze"
            return f"Seit Ihrem Eintrag {came} frei geworden und angeboten worden."
        return "Seit Ihrem Eintrag ist kein Platz frei geworden."

    def _ahead(self) -> str:
        if not self.ahead:
            return "Vor Ihnen wartet niemand: Der nächste passende Platz wird Ihnen angeboten."
        waits = "Vor Ihnen wartet eine Anfrage" if self.ahead == 1 else _many(self.ahead)
        return f"{waits}. Passt ein Platz dort nicht, weil mehrere gewünscht sind, kommen Sie dran."


def _many(number: int) -> str:
    return f"Vor Ihnen warten {number}\u00a0Anfragen"


def moment_in_words(moment: datetime) -> str:
    """„Samstag, 28. November 2026, 14:00 Uhr“ as clocks in Germany show it."""
    local = moment.astimezone(BERLIN)
    return f"{weekday_in_words(moment)}, {day_in_words(moment)}, {local.hour}:{local:%M}\u00a0Uhr"
