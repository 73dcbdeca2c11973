"""What is asked of VIES and how its answer is read (JSON form of the European Commission)."""

from dataclasses import dataclass
from typing import Any, Literal

MOST_SIGNS = {"name": 300, "address": 500, "consultation_number": 60}
# What VIES writes where a member state (Germany, Spain) tells nothing.
NOTHING = "---"


@dataclass(frozen=True, slots=True)
class ViesAnswer:
    """Whether a VAT ID is valid; the consultation number proves to the tax office that we asked.

    Name and address are empty where the member state does not tell them.
    """

    answer: Literal["valid", "invalid"]
    consultation_number: str = ""
    name: str = ""
    address: str = ""


class ViesSilent(Exception):  # noqa: N818 - named for what happened
    """No answer that could be relied on: refused, too late, half, or VIES says it cannot know.

    The message says in a few words what came instead.
    """


def question_of(vat_id: str, our_vat_id: str) -> dict[str, str]:
    """The body of the request; only with our own VAT ID there is a consultation number."""
    body = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
    if our_vat_id:
        body |= {"requesterMemberStateCode": our_vat_id[:2], "requesterNumber": our_vat_id[2:]}
    return body


def answer_in(body: Any, vat_id: str) -> ViesAnswer:
    """The answer about this VAT ID; raises ViesSilent for everything that is not clearly one."""
    if not isinstance(body, dict):
        raise ViesSilent("not an object")
    if errors := body.get("errorWrappers"):
        raise ViesSilent(_error_in(errors))
    if not isinstance(body.get("valid"), bool):
        raise ViesSilent("no word on whether it is valid")
    asked = f"{body.get('countryCode')}{body.get('vatNumber')}"
    if asked != vat_id:
        raise ViesSilent("an answer about another number")
    return ViesAnswer(
        answer="valid" if body["valid"] else "invalid",
        consultation_number=_text(body.get("requestIdentifier"), "consultation_number"),
        name=_text(body.get("name"), "name"),
        address=_text(body.get("address"), "address"),
    )


def waiting_in_words(state: str, vat_id: str, asked: bool) -> str:
    """How an invoice stands that waits for its VAT ID, for the trainer."""
    if state == "waiting" and asked:
        return (
            f"VIES hat zur USt-IdNr. {vat_id} noch nicht geantwortet. "
            "Wir fragen von selbst wieder nach; die Buchung gilt."
        )
    return {
        "waiting": f"Die USt-IdNr. {vat_id} wird gerade bei VIES geprüft.",
        "refused": (
            f"VIES kennt die USt-IdNr. {vat_id} nicht. Bitte klären Sie die Nummer mit dem "
            "Unternehmen; bis dahin gibt es keine Rechnung ohne Umsatzsteuer."
        ),
        "issued": f"Die USt-IdNr. {vat_id} ist bestätigt, die Rechnung ausgestellt.",
        "dropped": "Die Rechnung wird nicht mehr gebraucht.",
    }[state]


def _error_in(errors: Any) -> str:
    first = errors[0] if isinstance(errors, list) else None
    return str(first.get("error", ""))[:60] if isinstance(first, dict) else "an error"


def _text(value: Any, field: str) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if text == NOTHING else text[: MOST_SIGNS[field]]
