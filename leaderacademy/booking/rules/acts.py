"""What the acts of the audit log are called in German."""

ACTS = {
    "booking-cancelled": "Buchung storniert",
    "booking-moved": "Buchung umgebucht",
    "booking-noted": "Notiz geändert",
    "invoice-corrected": "Rechnung berichtigt",
    "confirmation-resent": "Bestätigung erneut gesendet",
    "participant-replaced": "Ersatzperson benannt",
    "participant-present": "Anwesend gemeldet",
    "participant-absent": "Abwesend gemeldet",
    "participant-unmarked": "Anwesenheit zurückgenommen",
    "certificate-issued": "Teilnahme bescheinigt",
    "certificate-withdrawn": "Bescheinigung zurückgezogen",
    "training-added": "Termin angelegt",
    "training-changed": "Termin geändert",
    "training-closed": "Termin geschlossen",
    "training-opened": "Termin geöffnet",
    "training-cancelled": "Termin abgesagt",
    "voucher-added": "Gutschein angelegt",
    "voucher-on": "Gutschein eingeschaltet",
    "voucher-off": "Gutschein abgeschaltet",
    "invoice-issued": "Rechnung gestellt",
    "credit-note-issued": "Stornorechnung gestellt",
    "payment": "Zahlung gebucht",
    "payment-recorded": "Zahlung gebucht",
    "vat-id-refused": "USt-IdNr. abgelehnt",
    "vat-id-asked-again": "USt-IdNr. erneut geprüft",
    "offer-made": "Platz angeboten",
    "offer-expired": "Angebot abgelaufen",
    "waiting-again": "Wieder auf der Warteliste",
    "statement-received": "Kontoauszug hochgeladen",
    "statement-applied": "Kontoauszug gebucht",
    "statement-discarded": "Kontoauszug verworfen",
    "statement-failed": "Kontoauszug unlesbar",
    "card-settled": "Kartenzahlung verbucht",
    "card-attention": "Kartenzahlung zu klären",
}


def act_in_words(action: str) -> str:
    """What an act is called; its own name when nobody has given it a German one."""
    return ACTS.get(action, action)
