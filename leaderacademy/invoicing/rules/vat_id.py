"""Whether a VAT ID has the right form: country, length and check digit, without asking anybody."""

import re
from typing import TYPE_CHECKING

from leaderacademy.invoicing.rules.vat import EU

if TYPE_CHECKING:
    from stdnum.exceptions import ValidationError

EXAMPLES = {"AT": "ATU12345675", "DE": "DE123456788", "CH": "CHE-116.281.710 MWST"}


class VatIdProblem(Exception):  # noqa: N818 - named for what happened
    """The message says in German what to mend."""


def checked_vat_id(text: str, country: str) -> str:
    """The VAT ID in its plain form (`ATU12345675`), or "" when nothing was given.

    `country` is the buyer's (ISO, two letters). Raises VatIdProblem.
    """
    number = re.sub(r"[\s.\-/]", "", text).upper()
    if not number:
        return ""
    if len(number) > 20 or not number.isascii() or not number.isalnum():
        raise VatIdProblem("Eine USt-IdNr. besteht nur aus Buchstaben und Ziffern.")
    if country in ("CH", "LI"):
        return _swiss(number)
    if country not in EU:
        return number
    prefix = "EL" if country == "GR" else country
    if not number.startswith(prefix):
        raise VatIdProblem(_wrong_start(number, prefix))
    from stdnum.eu import vat  # late: few buyers have one, and it reads the rules of 27 countries
    from stdnum.exceptions import ValidationError

    try:
        return str(vat.validate(number))
    except ValidationError as error:
        raise VatIdProblem(_in_words(error, country)) from error


def _swiss(number: str) -> str:
    from stdnum.ch import uid
    from stdnum.exceptions import ValidationError

    # Optional for us: it carries no tax, but a typing error in it should not stand on an invoice.
    bare = re.sub(r"(MWST|TVA|IVA|TPV)$", "", number)
    try:
        return str(uid.validate(bare))
    except ValidationError as error:
        raise VatIdProblem(_in_words(error, "CH")) from error


def _wrong_start(number: str, prefix: str) -> str:
    found = re.match(r"[A-Z]{2}", number)
    if found and (found[0] in EU or found[0] == "EL"):
        return (
            f"Die USt-IdNr. beginnt mit {found[0]}, das Land der Rechnungsanschrift verlangt "
            f"{prefix}. Bitte prüfen Sie Land und Nummer."
        )
    return f"Die USt-IdNr. beginnt mit dem Land, hier mit {prefix}."


def _in_words(error: "ValidationError", country: str) -> str:
    from stdnum import exceptions

    example = f" Beispiel: {EXAMPLES[country]}." if country in EXAMPLES else ""
    if isinstance(error, exceptions.InvalidChecksum):
        return (
            "Die Prüfziffer der USt-IdNr. stimmt nicht. "
            "Vermutlich ist eine Stelle vertauscht oder vertippt."
        )
    if isinstance(error, exceptions.InvalidLength):
        return f"Die USt-IdNr. hat nicht die richtige Länge.{example}"
    if isinstance(error, exceptions.InvalidFormat | exceptions.InvalidComponent):
        return f"Die USt-IdNr. hat nicht die richtige Form.{example}"
    return f"Diese USt-IdNr. gibt es so nicht.{example}"
