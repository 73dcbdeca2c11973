"""What a check-in does with the steps of 14 days: done, under way, left, halved or struck."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from leaderacademy.content.fields.amounts import date_of, number_of, rows_of, text_of

ROUND = timedelta(days=14)
LINK_HOLDS = timedelta(days=14)
MOST_UNANSWERED = 3  # so many mails without an answer, then no more
SETTLED = ("fertig", "gestrichen")
DONE, UNDER_WAY, LEFT, HALVE, STRIKE = "fertig", "unterwegs", "offen", "halbieren", "streichen"
MOST_NEXT = 3
STEP_LENGTH = 120
TOO_LONG = f"Ein Schritt darf höchstens {STEP_LENGTH}\u00a0Zeichen lang sein."
_SHORTEST = 5  # minutes


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that is not settled; `twice` when it was left before and its day has passed."""

    number: int  # its row in the Logbuch, from 0
    action: str
    done_when: str
    owner: str
    minutes: str
    due: date | None
    status: str
    twice: bool

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What may be said about it: value and words."""
        rest = ((HALVE, "Halbieren"), (STRIKE, "Streichen"))
        stays = () if self.twice else ((LEFT, "Bleibt liegen"),)
        return ((DONE, "Fertig"), (UNDER_WAY, "Unterwegs"), *stays, *rest)

    @property
    def choice(self) -> str:
        """What is ticked before anybody says anything: nothing where a decision is due."""
        if self.status == UNDER_WAY:
            return UNDER_WAY
        return "" if self.twice else LEFT


@dataclass(frozen=True, slots=True)
class Decisions:
    """What somebody said: by row what became of it, the smaller step, and what comes next."""

    outcomes: Mapping[int, str]
    smaller: Mapping[int, str]
    following: tuple[str, ...] = ()
    put_away: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a check-in came to, for people to read."""

    day: date
    done: tuple[str, ...]
    halved: tuple[str, ...]
    struck: tuple[str, ...]
    following: tuple[str, ...]

    def shown(self, clean: Callable[[str], str]) -> "Summary":
        """The same with every text cleaned for where it is shown."""
        return Summary(
            self.day,
            tuple(map(clean, self.done)),
            tuple(map(clean, self.halved)),
            tuple(map(clean, self.struck)),
            tuple(map(clean, self.following)),
        )


def open_steps(rows: Any, left: Mapping[str, int], today: date) -> tuple[OpenStep, ...]:
    """The steps to say something about; `left` tells how often each was left before."""
    found = []
    for number, row in enumerate(rows_of(rows)):
        action, due = text_of(row.get("action")), date_of(row.get("due"))
        if not action or row.get("status") in SETTLED:
            continue
        past = due is None or due <= today
        found.append(
            OpenStep(
                number,
                action,
                text_of(row.get("done_when")),
                text_of(row.get("owner")),
                text_of(row.get("minutes")),
                due,
                text_of(row.get("status")),
                past and left.get(action, 0) >= 1,
            )
        )
    return tuple(found)


def following_of(typed: str) -> tuple[str, ...]:
    """One step a line, without blank lines."""
    lines = (" ".join(line.split()) for line in typed.replace("\r", "\n").split("\n"))
    return tuple(line for line in lines if line)


def problems_of(steps: Sequence[OpenStep], decisions: Decisions) -> dict[str, str]:
    """What is wrong, by the name of the control: whole German sentences."""
    found = {}
    for step in steps:
        said = decisions.outcomes.get(step.number, "")
        if said not in {value for value, _words in step.choices}:
            found[f"stand-{step.number}"] = (
                "Dieser Schritt blieb zweimal liegen. Bitte entscheiden Sie: fertig, unterwegs, "
                "halbieren oder streichen?"
                if step.twice
                else "Bitte wählen Sie, was aus dem Schritt geworden ist."
            )
        elif said == HALVE and len(decisions.smaller.get(step.number, "").strip()) > STEP_LENGTH:
            found[f"halb-{step.number}"] = TOO_LONG
    if len(decisions.following) > MOST_NEXT:
        found["naechste"] = (
            f"Das sind {len(decisions.following)}\u00a0Schritte. Nehmen Sie sich höchstens drei "
            "vor, der Rest darf auf Reede."
        )
    elif any(len(text) > STEP_LENGTH for text in decisions.following):
        found["naechste"] = TOO_LONG
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """The rows as they are from now on, and what is kept of this check-in as plain JSON."""

    rows: list[dict[str, Any]]
    outcome: dict[str, Any]


def settle(rows: Any, decisions: Decisions, left: Mapping[str, int], today: date) -> Settled:
    """Apply what was said; a row nobody was asked about stays, unless it may be put away."""
    kept: list[dict[str, Any]] = []
    away: list[dict[str, Any]] = []
    outcome: dict[str, Any] = {"done": [], "halved": [], "struck": [], "left": {}}
    for number, row in enumerate(rows_of(rows)):
        said = decisions.outcomes.get(number, "")
        if not said and row.get("status") in SETTLED and decisions.put_away:
            away.append(dict(row))
        else:
            kept.append(_settled(dict(row), said, decisions.smaller.get(number, ""), today))
            _note(outcome, text_of(row.get("action")), said, kept[-1], left)
    due = (today + ROUND).isoformat()
    kept += [{"action": text, "due": due, "status": LEFT} for text in decisions.following]
    outcome |= {"next": list(decisions.following), "put_away": away}
    return Settled(kept, outcome)


def _settled(row: dict[str, Any], said: str, smaller: str, today: date) -> dict[str, Any]:
    if said in (DONE, UNDER_WAY, LEFT):
        row["status"] = said
    elif said == STRIKE:
        row["status"] = SETTLED[1]
    elif said == HALVE:
        row["action"] = " ".join(smaller.split()) or f"{text_of(row.get('action'))} (erste Hälfte)"
        row["status"] = LEFT
        row["due"] = (today + ROUND).isoformat()
        minutes = number_of(row.get("minutes"))
        if minutes is not None:
            row["minutes"] = str(_half(minutes))
    return row


def _half(minutes: Decimal) -> int:
    """Half as many minutes, in steps of five."""
    return max(_SHORTEST, -(-int(minutes) // 10) * 5)


def _note(
    outcome: dict[str, Any],
    action: str,
    said: str,
    row: Mapping[str, Any],
    left: Mapping[str, int],
) -> None:
    if said == DONE:
        outcome["done"].append(action)
    elif said == STRIKE:
        outcome["struck"].append(action)
    elif said == HALVE:
        outcome["halved"].append(row["action"])
    elif said == LEFT:
        outcome["left"][action] = left.get(action, 0) + 1
    elif said == UNDER_WAY and action in left:
        outcome["left"][action] = left[action]


def summary_of(outcome: Mapping[str, Any], day: date) -> Summary:
    """What was kept of a check-in, as it is read."""
    parts = (tuple(outcome.get(name, ())) for name in ("done", "halved", "struck", "next"))
    return Summary(day, *parts)
