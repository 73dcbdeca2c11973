"""What a buyer may type: one pure check per field that says in German what to mend."""

import re
import unicodedata
from dataclasses import dataclass

MOST_PEOPLE = 2

COURSE_STAGES = {
    "not-started": "noch nicht begonnen",
    "lesson-4": "bis Lektion\u00a04",
    "lesson-8": "bis Lektion\u00a08",
    "finished": "abgeschlossen",
}


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who takes part."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a buyer filled in, already checked; the terms and „als Unternehmen“ are accepted."""

    participants: tuple[Name, ...]
    company: str
    industry: str
    email: str
    phone: str
    address: str
    vat_id: str
    course_stage: str
    notes: str
    course_mails: bool


def clean_line(text: str | None) -> str:
    """One line without control characters; PostgreSQL refuses NUL, a mail header line breaks."""
    return " ".join(_printable(text or "").split())


def clean_text(text: str | None) -> str:
    """Several lines without control characters, with plain line ends."""
    lines = re.split(r"\r\n|\r|\n", text or "")
    return "\n".join(_printable(line).strip() for line in lines).strip("\n")


def _printable(text: str) -> str:
    return "".join(
        " " if char in "\t\n\r\u2028\u2029" else char
        for char in text
        if char in "\t\n\r" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )


def count_in_words(count: int) -> str:
    """„eine Angabe“, „zwei Angaben“."""
    words = ("keine", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    word = words[count] if count < len(words) else str(count)
    return f"{word} Angabe{'n' if count != 1 else ''}"


def people_problem(text: str) -> str | None:
    """Says what is wrong with the number of people, or None."""
    if text in {str(number) for number in range(1, MOST_PEOPLE + 1)}:
        return None
    return "Buchen Sie bitte für eine oder zwei Personen."


def text_problem(text: str, missing: str, most: int) -> str | None:
    """Says what is wrong with a required text of at most `most` characters, or None."""
    if not any(char.isalnum() for char in text):
        return missing
    return length_problem(text, most)


def length_problem(text: str, most: int) -> str | None:
    """Says by how much a text is too long, or None."""
    if len(text) <= most:
        return None
    return f"Das sind {len(text)}\u00a0Zeichen, höchstens {most} passen. Bitte kürzen Sie den Text."


def email_problem(text: str) -> str | None:
    """Says what is wrong with a mail address, or None; one plain address and nothing else."""
    if not text:
        return "Bitte tragen Sie eine E-Mail-Adresse ein. Dorthin geht die Bestätigung."
    if "@" not in text:
        return "In der Adresse fehlt das @, zum Beispiel name@firma.de."
    local, _, domain = text.rpartition("@")
    if not re.fullmatch(rf"{_ATOM}(\.{_ATOM})*", local):
        return "Der Teil vor dem @ stimmt nicht. Richtig ist zum Beispiel name@firma.de."
    if not _domain_fits(domain):
        return "Der Teil nach dem @ stimmt nicht. Richtig ist zum Beispiel name@firma.de."
    if len(plain_email(text)) > 254 or len(local) > 64:
        return "Die Adresse ist zu lang. Bitte prüfen Sie sie."
    return None


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?"


def _domain_fits(domain: str) -> bool:
    # The standard library would read ß as ss, and the mail would reach somebody else.
    if not re.fullmatch(rf"(?:{_LABEL}\.)+{_LABEL}", domain) or set("ßς") & set(domain):
        return False
    try:
        ascii_domain = domain.encode("idna")
    except UnicodeError:
        return False
    return not ascii_domain.rpartition(b".")[2].isdigit()


def plain_email(text: str) -> str:
    """A checked mail address as mail servers write it: the domain in small ASCII letters."""
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.encode('idna').decode().lower()}"


def phone_problem(text: str) -> str | None:
    """Says what is wrong with a phone number that may be missing, or None."""
    if not text:
        return None
    digits = sum(char.isdigit() for char in text)
    if re.fullmatch(r"\+?[0-9 ()/.\-\u2010-\u2013]+", text) and 5 <= digits <= 20:
        return None
    return "Bitte schreiben Sie die Nummer mit Ziffern, zum Beispiel 040\u00a01234567."


def address_problem(text: str) -> str | None:
    """Says what is wrong with an invoice address, or None."""
    missing = "Bitte tragen Sie Straße, Postleitzahl und Ort ein."
    digits = any(char.isdigit() for char in text)
    letters = sum(char.isalpha() for char in text)
    if not digits or letters < 3:
        return missing
    return length_problem(text, 500)


def vat_id_problem(text: str) -> str | None:
    """Says what is wrong with a VAT ID that may be missing, or None (German: check digit)."""
    compact = plain_vat_id(text)
    if not compact:
        return None
    example = "zum Beispiel DE136695976"
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9+*]{2,12}", compact):
        return f"Sie beginnt mit zwei Buchstaben für das Land, {example}."
    if compact.startswith("DE"):
        if not re.fullmatch(r"DE[1-9][0-9]{8}", compact):
            return f"Eine deutsche Nummer hat nach DE neun Ziffern, {example}."
        if not _check_digit_fits(compact[2:]):
            return "Die Prüfziffer passt nicht. Bitte vergleichen Sie die Nummer Ziffer für Ziffer."
    return None


def plain_vat_id(text: str) -> str:
    """A VAT ID without spaces and dots, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def _check_digit_fits(digits: str) -> bool:
    """ISO 7064, MOD 11,10: the check of the German VAT ID."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[-1])


def stage_problem(text: str) -> str | None:
    """Says what is wrong with the chosen stage in the course, or None."""
    return None if text in COURSE_STAGES else "Bitte wählen Sie, wie weit Sie im Kurs sind."
