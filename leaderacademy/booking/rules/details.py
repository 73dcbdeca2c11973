"""What a buyer may type: one pure check per field that says in German what to mend."""

import re
import unicodedata
from dataclasses import dataclass

MOST_PEOPLE = 10

COURSE_STAGES = {
    "not-started": "noch nicht begonnen",
    "lesson-4": "bis Lektion\u00a04",
    "lesson-8": "bis Lektion\u00a08",
    "finished": "abgeschlossen",
}


COUNTRIES = {
    "DE": "Deutschland",
    "AT": "Österreich",
    "CH": "Schweiz",
    "BE": "Belgien",
    "BG": "Bulgarien",
    "DK": "Dänemark",
    "EE": "Estland",
    "FI": "Finnland",
    "FR": "Frankreich",
    "GR": "Griechenland",
    "IE": "Irland",
    "IT": "Italien",
    "HR": "Kroatien",
    "LV": "Lettland",
    "LI": "Liechtenstein",
    "LT": "Litauen",
    "LU": "Luxemburg",
    "MT": "Malta",
    "NL": "Niederlande",
    "NO": "Norwegen",
    "PL": "Polen",
    "PT": "Portugal",
    "RO": "Rumänien",
    "SE": "Schweden",
    "SK": "Slowakei",
    "SI": "Slowenien",
    "ES": "Spanien",
    "CZ": "Tschechien",
    "HU": "Ungarn",
    "GB": "Vereinigtes Königreich",
    "CY": "Zypern",
}
DIGITS_OF_POSTCODE = {"DE": 5, "AT": 4, "CH": 4, "LI": 4}

# Documents of the Logbuch that may be brought along, by their keys there.
DOCUMENTS = {
    "zielbaum": "Zielbaum",
    "strategie": "Strategie auf einer Seite",
    "briefing": "Agenturbriefing",
    "angebote": "Angebotsvergleich",
    "team": "Teamseite",
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
    street: str
    postcode: str
    town: str
    country: str
    vat_id: str
    course_stage: str
    notes: str
    course_mails: bool
    order_number: str = ""
    accounting_email: str = ""
    voucher: str = ""
    by_card: bool = False
    share_progress: bool = False
    share_documents: tuple[str, ...] = ()
    business: bool = True
    early_start: bool = False


def clean_line(text: str | None) -> str:
    """One line without control characters; PostgreSQL refuses NUL, a mail header line breaks."""
    return " ".join(_printable(text or "").split())


def clean_text(text: str | None) -> str:
    """Several lines without control characters, with plain line ends."""
    lines = re.split(r"\r\n|\r|\n", text or "")
    return "\n".join(_printable(line).strip() for line in lines).strip("\n")


def _printable(text: str) -> str:
    if text.isprintable():  # as nearly all is
        return text
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
    return f"Buchen Sie bitte für 1 bis {MOST_PEOPLE}\u00a0Personen auf einmal."


def seats_problem(text: str, most: int) -> str | None:
    """Says that more seats are wished than the date has at all, or None."""
    if not (text.isascii() and text.isdigit()) or int(text) <= most:
        return None
    has = "nur einen Platz" if most == 1 else f"nur {most}\u00a0Plätze"
    return f"Dieser Termin hat {has}. Bitte nehmen Sie so viele Personen heraus."


def text_problem(text: str, missing: str, most: int) -> str | None:
    """Says what is wrong with a required text of at most `most` characters, or None."""
    if not any(char.isalnum() for char in text):
        return missing
    return length_problem(text, most)


def length_problem(text: str, most: int) -> str | None:
    """Says by how much a text is too long, or that it holds a sign nobody can read, or None."""
    if "\ufffd" in text:
        return "Das Zeichen „\ufffd“ ist beim Kopieren entstanden. Bitte schreiben Sie es richtig."
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


def street_problem(text: str) -> str | None:
    """Says what is wrong with street and house number or a post box, or None."""
    return text_problem(text, "Bitte tragen Sie Straße und Hausnummer ein.", 200)


def postcode_problem(text: str, country: str) -> str | None:
    """Says what is wrong with a postcode, or None; counted where we know how many digits."""
    if not any(char.isalnum() for char in text):
        return "Bitte tragen Sie die Postleitzahl ein."
    digits = DIGITS_OF_POSTCODE.get(country)
    if digits and not re.fullmatch(rf"[0-9]{{{digits}}}", text):
        return f"Die Postleitzahl hat in diesem Land {digits}\u00a0Ziffern."
    return length_problem(text, 20)


def town_problem(text: str) -> str | None:
    """Says what is wrong with a town, or None."""
    if not any(char.isalpha() for char in text):
        return "Bitte tragen Sie den Ort ein."
    return length_problem(text, 100)


def twins_in_words(first: int, second: int) -> str:
    """Asks whether two people with one name are two; both may come."""
    return (
        f"Person\u00a0{first} und Person\u00a0{second} heißen gleich. Sind das zwei Menschen, "
        "setzen Sie das Häkchen. Sonst ändern Sie den Namen oder nehmen Sie eine Person heraus."
    )


def country_problem(code: str) -> str | None:
    """Says what is wrong with the chosen country, or None."""
    return None if code in COUNTRIES else "Bitte wählen Sie das Land der Rechnungsanschrift."


def other_email_problem(text: str) -> str | None:
    """Says what is wrong with a mail address that may be missing, or None."""
    return email_problem(text) if text else None


def stage_problem(text: str) -> str | None:
    """Says what is wrong with the chosen stage in the course, or None."""
    return None if text in COURSE_STAGES else "Bitte wählen Sie, wie weit Sie im Kurs sind."


def too_many_in_words(seats: int) -> str:
    """That an offer holds fewer seats than people were named."""
    held = "einen Platz" if seats == 1 else f"{seats}\u00a0Plätze"
    return f"Wir halten {held} für Sie frei. Bitte nehmen Sie so viele Personen heraus."
