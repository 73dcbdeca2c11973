"""What a line of a statement pays, why we think so, and whether that is certain."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from leaderacademy.invoicing.rules.matching.name import same_name, words_of
from leaderacademy.invoicing.rules.matching.reference import References
from leaderacademy.invoicing.rules.money import euro

Match = Literal[
    "exact", "partial", "alike", "near", "more", "double", "several", "name", "waiting", "unknown"
]
MOST_NAMED = 3  # candidates that a reason lists
UNKNOWN = "Weder Rechnungsnummer noch Name und Betrag passen zu einer offenen Rechnung."


@dataclass(slots=True, eq=False)
class Claim:
    """An invoice as matching needs it; `left` is what is open and sinks while lines are read.

    `invoice_id` None: it waits for its number, so no money can be booked on it yet.
    """

    invoice_id: int | None
    number: str
    reference: str
    company: str
    left: int
    cancelled: bool = False
    # The numbers and references of invoices that this one has replaced.
    former: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """„RE-2027-0001 (Tischlerei Muster)“"""
        return f"{self.number or self.reference} ({self.company})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Shares are (invoice id, cents); a `certain` one is ticked before anybody looks."""

    match: Match
    reason: str
    shares: tuple[tuple[int, int], ...] = ()
    certain: bool = False


@dataclass(slots=True)
class Matcher:
    """Gives a verdict on one line after the other; what a line takes, the next does not find."""

    claims: tuple[Claim, ...]
    _named: dict[str, Claim] = field(init=False)
    _references: References = field(init=False)
    _by_amount: dict[tuple[int, str], list[Claim]] = field(init=False)
    _by_id: dict[int, Claim] = field(init=False)

    def __post_init__(self) -> None:
        self._named = {}
        for claim in self.claims:
            for name in (claim.number, claim.reference, *claim.former):
                if name:
                    self._named.setdefault(name, claim)
        self._references = References(self._named)
        self._by_id = {claim.invoice_id: claim for claim in self.claims if claim.invoice_id}
        self._by_amount = {}
        for claim in self.claims:
            if claim.left > 0:
                for word in set(words_of(claim.company)):
                    self._by_amount.setdefault((claim.left, word), []).append(claim)

    def judge(self, cents: int, name: str, text: str) -> Verdict:
        """The verdict on money that came in: positive cents, who paid, what for."""
        found = self._references.find(text)
        verdict = (
            self._of_exact(self._of(found.exact), cents)
            or self._of_alike(self._of(found.alike), cents)
            or self._of_near(self._of(found.near), cents, name)
            or self._of_name(cents, name)
            or Verdict("unknown", UNKNOWN)
        )
        if verdict.certain:
            self._take(verdict)
        return verdict

    def _of(self, references: Iterable[str]) -> list[Claim]:
        return list(dict.fromkeys(self._named[reference] for reference in references))

    def _of_exact(self, claims: list[Claim], cents: int) -> Verdict | None:
        if not claims:
            return None
        if len(claims) > 1:
            return _of_several(claims, cents)
        (claim,) = claims
        return _of_one(claim, cents, f"Der Verwendungszweck nennt {claim.called}.", certain=True)

    def _of_alike(self, claims: list[Claim], cents: int) -> Verdict | None:
        if not claims:
            return None
        if len(claims) > 1:
            return _of_several(claims, cents)
        (claim,) = claims
        why = f"Der Verwendungszweck meint {claim.called}, nur anders geschrieben."
        verdict = _of_one(claim, cents, why, certain=cents == claim.left)
        return _renamed(verdict, "alike") if verdict.match in ("exact", "partial") else verdict

    def _of_near(self, claims: list[Claim], cents: int, name: str) -> Verdict | None:
        """A number with a slip may be somebody else's: name and amount have to agree."""
        fitting = [claim for claim in claims if claim.invoice_id and claim.left == cents]
        same = [claim for claim in fitting if same_name(claim.company, name)]
        if len(same) == 1:
            why = f"Fast {same[0].called}: ein Zeichen weicht ab, Name und Betrag stimmen."
            return Verdict("near", why, _whole(same[0], cents), certain=True)
        if len(fitting) == 1:
            why = f"Fast {fitting[0].called}: ein Zeichen weicht ab, der Betrag stimmt."
            return Verdict("near", f"{why} Der Name ist ein anderer.", _whole(fitting[0], cents))
        return None

    def _of_name(self, cents: int, name: str) -> Verdict | None:
        found = (self._by_amount.get((cents, word), []) for word in words_of(name))
        # The rarest of the words tells most; what is behind a hundred of them tells nothing.
        rarest = min((claims for claims in found if claims), key=len, default=[])[:100]
        candidates = [
            claim for claim in rarest if claim.left == cents and same_name(claim.company, name)
        ]
        if not candidates:
            return None
        first, *others = candidates
        if first.invoice_id is None:
            return _of_waiting(first)
        why = f"Name und Betrag passen zu {first.called}; eine Nummer ist nicht genannt."
        if others:
            named = ", ".join(claim.number or claim.reference for claim in others[:MOST_NAMED])
            why += f" Ebenso passen würde: {named}."
        return Verdict("name", why, _whole(first, cents))

    def _take(self, verdict: Verdict) -> None:
        for invoice_id, cents in verdict.shares:
            self._by_id[invoice_id].left -= cents


def _of_one(claim: Claim, cents: int, why: str, *, certain: bool) -> Verdict:
    if claim.invoice_id is None:
        return _of_waiting(claim)
    shares = _whole(claim, cents)
    if cents == claim.left:
        return Verdict("exact", f"{why} Der Betrag stimmt.", shares, certain)
    if claim.left <= 0:
        state = "storniert" if claim.cancelled else "schon bezahlt"
        why += f" Die Rechnung ist aber {state}; gebucht wäre das Geld zurückzuzahlen."
        return Verdict("double", why, shares)
    if cents < claim.left:
        why += f" Es ist ein Teil: Danach bleiben {euro(claim.left - cents)} offen."
        return Verdict("partial", why, shares, certain)
    why += f" Es sind {euro(cents - claim.left)} zu viel; die wären zurückzuzahlen."
    return Verdict("more", why, shares)


def _of_several(claims: list[Claim], cents: int) -> Verdict:
    named = ", ".join(claim.called for claim in claims[:MOST_NAMED])
    open_sum = sum(claim.left for claim in claims)
    bookable = all(claim.invoice_id is not None and claim.left > 0 for claim in claims)
    if bookable and open_sum == cents:
        shares = tuple((claim.invoice_id or 0, claim.left) for claim in claims)
        return Verdict("several", f"Eine Zahlung für {named}; die Summe stimmt.", shares, True)
    return Verdict(
        "unknown",
        f"Der Verwendungszweck nennt {named}. Offen sind zusammen {euro(max(open_sum, 0))}, "
        "gekommen ist ein anderer Betrag. Bitte ordnen Sie von Hand zu.",
    )


def _of_waiting(claim: Claim) -> Verdict:
    return Verdict(
        "waiting",
        f"Gehört zu {claim.called}. Diese Rechnung wartet noch auf die Prüfung der USt-IdNr.; "
        "sobald sie ausgestellt ist, schlagen wir die Zahlung wieder vor.",
    )


def _renamed(verdict: Verdict, match: Match) -> Verdict:
    return Verdict(match, verdict.reason, verdict.shares, verdict.certain)


def _whole(claim: Claim, cents: int) -> tuple[tuple[int, int], ...]:
    return ((claim.invoice_id or 0, cents),)
