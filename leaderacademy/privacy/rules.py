"""What a person's data is called in German, and how it is packed."""

import io
import zipfile
from datetime import datetime
from typing import Any

# Names that stand in the export's files; what is not listed is shown as it is.
LABELS = {
    "person": "Person",
    "devices": "Geräte",
    "mail_links": "Nachrichten mit Links",
    "learning": "Kurs",
    "booking": "Live-Training",
    "documents": "Dokumente des Logbuchs",
    "authoring": "Studio",
    "drafts": "Entwürfe",
    "versions": "Veröffentlichte Fassungen",
    "kind": "Art",
    "at": "Am",
    "note": "Notiz",
    "editions": "Ausgegebene Fassungen",
    "number": "Nummer",
    "taken_at": "Ausgegeben am",
    "fixed_weights": "Festgelegte Gewichte",
    "weights": "Gewichte",
    "fixed_at": "Festgelegt am",
    "reason": "Grund",
    "reason_at": "Begründet am",
    "id": "Nummer",
    "name": "Name",
    "email": "E-Mail",
    "role": "Rolle",
    "confirmed_at": "Adresse bestätigt am",
    "has_password": "Passwort festgelegt",
    "created_at": "Angelegt am",
    "deletion_due_at": "Wird gelöscht am",
    "label": "Bezeichnung",
    "seen_at": "Zuletzt da am",
    "purpose": "Zweck",
    "expires_at": "Gilt bis",
    "used_at": "Benutzt am",
    "attempts": "Antworten auf Fragen",
    "logbook": "Logbuch",
    "lessons": "Lektionen",
    "lesson": "Lektion",
    "question_id": "Kennung der Frage",
    "question": "Frage",
    "question_source": "Frage, wie sie in der Lektion steht",
    "answer": "Ihre Antwort",
    "answer_raw": "Ihre Antwort, wie gespeichert",
    "right": "Richtig",
    "confidence": "Wie sicher",
    "answered_at": "Beantwortet am",
    "field": "Kennung des Feldes",
    "document": "Dokument",
    "value": "Wert, wie gespeichert",
    "text": "Ihr Eintrag",
    "saved_at": "Gespeichert am",
    "waiting_versions": "Andere Fassungen",
    "position": "Zuletzt gelesen bis",
    "completed_at": "Fertig am",
    "completed_steps": "Fertige Schritte",
    "bookings": "Buchungen",
    "training": "Training",
    "title": "Titel",
    "starts_at": "Beginn",
    "ends_at": "Ende",
    "place": "Ort",
    "venue": "Haus",
    "participants": "Teilnehmer",
    "first_name": "Vorname",
    "last_name": "Nachname",
    "token": "Kennung",
    "state": "Stand",
    "seats": "Plätze",
    "company": "Unternehmen",
    "industry": "Branche",
    "phone": "Telefon",
    "accounting_email": "E-Mail der Buchhaltung",
    "street": "Straße und Hausnummer",
    "postcode": "Postleitzahl",
    "town": "Stadt",
    "order_number": "Bestellnummer",
    "voucher_code": "Gutschein",
    "share_progress": "Lernstand darf vorab gesehen werden",
    "share_documents": "Dokumente aus dem Logbuch, die Sie mitbringen",
    "address": "Anschrift",
    "country": "Land",
    "vat_id": "USt-IdNr.",
    "business": "Als Unternehmen",
    "course_stage": "Stand im Kurs",
    "notes": "Anmerkungen",
    "course_mails": "Mails zum Kurs",
    "net_cents": "Netto in Cent",
    "vat_percent": "Umsatzsteuer in Prozent",
    "vat_cents": "Umsatzsteuer in Cent",
    "gross_cents": "Gesamt in Cent",
    "vat_reason": "Hinweis zur Umsatzsteuer",
    "terms_accepted_at": "Bedingungen angenommen am",
    "cancelled_at": "Storniert am",
    "review_links": "Links zum Wiederholen",
    "questions": "Kennungen der Fragen",
    "team": "Team",
    "takt_tests": "Takt-Tests",
    "closed_at": "Beendet am",
    "answers_of_the_team": "Antworten des Teams, ohne Namen",
    "hit": "Treffer",
    "certificates": "Bescheinigungen",
    "course": "Kurs",
    "minutes": "Minuten",
    "stage": "Etappe",
    "finished_on": "Abgeschlossen am",
    "shown_in_public": "Die Prüfseite zeigt",
    "withdrawn_at": "Zurückgezogen am",
    "pdf_sha256": "Prüfsumme der Datei",
}

_WORDS = {
    None: "–",
    True: "ja",
    False: "nein",
    "": "–",
    "learner": "Teilnehmende",
    "trainer": "Trainer",
}


def label(name: str) -> str:
    """What a piece of data is called in German."""
    return LABELS.get(name, name)


def in_words(value: Any) -> str:
    """One value, readable."""
    if isinstance(value, str | bool) or value is None:
        return _WORDS.get(value, str(value))
    return str(value)


def pack(files: dict[str, bytes], now: datetime) -> bytes:
    """A ZIP of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()
