"""Marks in percent: which answers of another system are right here."""

import re
from decimal import Decimal

from leaderacademy.authoring.rules.exchange.carried import Choice, Refused
from leaderacademy.authoring.rules.exchange.markup import note

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}(?:[.,][0-9]{0,10})?|[.,][0-9]{1,10})")
# Moodle refuses every mark that is not in its list; these are the shares of equal parts.
_SHARES = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667"}
_SHARES |= {7: "14.28571", 8: "12.5", 9: "11.11111", 10: "10"}
MOST_RIGHT = 20


def exact(text: str) -> Decimal:
    """A number in the notation of programs; raises Refused."""
    if not _NUMBER.fullmatch(text.strip()):
        shown = " ".join(text.split())[:30]
        raise Refused(f"„{shown}“ ist keine Zahl, mit der sich hier rechnen lässt.")
    return Decimal(text.strip().replace(",", "."))


def shares(count: int) -> list[str]:
    """Percent for each of so many right answers: values that Moodle knows, together 100."""
    if count in _SHARES:
        return [_SHARES[count]] * count
    tens = MOST_RIGHT - count
    return ["10"] * tens + ["5"] * (count - tens)


def fit_one(choices: list[Choice], weights: list[Decimal], notes: list[str]) -> list[Choice]:
    """Where one answer is chosen: only what counts in full is right."""
    fitted = []
    for choice, weight in zip(choices, weights, strict=True):
        if 0 < weight < 100:
            note(
                notes,
                f"Teilpunkte ({_percent(weight)}) gibt es hier nicht; „{choice.text[:40]}“ gilt "
                "als falsch.",
            )
        elif weight < 0:
            note(notes, "Minuspunkte gibt es hier nicht.")
        fitted.append(Choice(choice.text, weight >= 100, choice.explanation))
    return fitted


def fit_several(choices: list[Choice], weights: list[Decimal], notes: list[str]) -> list[Choice]:
    """Where several are ticked: whatever gives marks is right, and all of it is asked for."""
    given = [weight for weight in weights if weight > 0]
    total = sum(given, Decimal(0))
    even = bool(given) and max(given) - min(given) < 1 and abs(total - 100) < 1
    mixed = len(given) > 10 and sorted(given, reverse=True) == [Decimal(s) for s in _mix(given)]
    if given and not even and not mixed:
        note(
            notes,
            "Die Antworten zählten verschieden viel. Hier ist richtig, wer genau die richtigen "
            "ankreuzt.",
        )
    return choices


def _mix(given: list[Decimal]) -> list[str]:
    return shares(len(given)) if len(given) <= MOST_RIGHT else []


def _percent(weight: Decimal) -> str:
    return f"{weight.normalize():f}\u00a0%".replace(".", ",")
