"""Files as banks deliver them, made from a few movements."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

OURS = "DE36000000000000000000"  # the invented seller's account
THEIRS = "DE02120300000000202051"
DAY = date(2027, 2, 10)

# cents, name, text
Row = tuple[int, str, str]


def camt(*rows: Row, iban: str = OURS, status: str = "<Sts><Cd>BOOK</Cd></Sts>") -> bytes:
    """CAMT.053 in version 8."""
    entries = "\n".join(_entry(*row, status) for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\n'
        f"<Stmt><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>\n{entries}\n</Stmt>\n"
        "</BkToCstmrStmt></Document>"
    ).encode()


def _entry(cents: int, name: str, text: str, status: str) -> str:
    kind, party = ("CRDT", "Dbtr") if cents > 0 else ("DBIT", "Cdtr")
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><CdtDbtInd>{kind}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>{DAY.isoformat()}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><{party}><Pty><Nm>{escape(name)}</Nm></Pty></{party}>"
        f"<{party}Acct><Id><IBAN>{THEIRS}</IBAN></Id></{party}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def german(cents: int) -> str:
    """-1.234,50"""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return sign + f"{whole:,}".replace(",", ".") + f",{rest:02}"


def sparkasse(*rows: Row, encoding: str = "cp1252", iban: str = OURS) -> bytes:
    head = (
        "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;"
        "Kundenreferenz (End-to-End);Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;"
        "BIC (SWIFT-Code);Betrag;Waehrung;Info"
    )
    lines = [
        f'"{iban}";"10.02.27";"10.02.27";"GUTSCHR. UEBERWEISUNG";"{text}";"";"{name}";'
        f'"{THEIRS}";"BYLADEM1001";"{german(cents)}";"EUR";"Umsatz gebucht"'
        for cents, name, text in rows
    ]
    return "\r\n".join([head, *lines]).encode(encoding)


def dkb(*rows: Row) -> bytes:
    above = f'"Girokonto";"{OURS}"\n"Zeitraum:";"01.02.2027 - 10.02.2027"\n"";""\n'
    head = (
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";'
        '"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID"'
    )
    lines = [
        f'"10.02.27";"10.02.27";"Gebucht";"{name}";"Wir";"{text}";"Eingang";"{THEIRS}";'
        f'"{german(cents)}";""'
        for cents, name, text in rows
    ]
    return ("\ufeff" + above + "\n".join([head, *lines])).encode()


def volksbank(*rows: Row) -> bytes:
    head = (
        "Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Buchungstag;Valutadatum;"
        "Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;"
        "Waehrung;Saldo nach Buchung"
    )
    lines = [
        f"Konto;{OURS};GENODEF1;10.02.2027;10.02.2027;{name};{THEIRS};Gutschrift;{text};"
        f"{german(cents)};EUR;9.999,00"
        for cents, name, text in rows
    ]
    return "\n".join([head, *lines]).encode()


def comdirect(*rows: Row) -> bytes:
    above = '"Umsätze Girokonto";"Zeitraum: 10 Tage"\n"Neuer Kontostand";"9.999,00 EUR"\n\n'
    head = '"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR"'
    lines = [
        f'"10.02.2027";"10.02.2027";"Übertrag / Überweisung";'
        f'"Auftraggeber: {name} Buchungstext: {text}";"{german(cents)}"'
        for cents, name, text in rows
    ]
    below = '"offen";"--";"Karte";"Tankstelle";"-50,00"\n"Alter Kontostand";"9.000,00 EUR"'
    return (above + "\n".join([head, *lines, below])).encode("cp1252")


def zipped(**files: bytes) -> bytes:
    """The files in one archive; `_` in a name is the dot before its ending."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


BANKS = {
    "camt": camt,
    "sparkasse": sparkasse,
    "dkb": dkb,
    "volksbank": volksbank,
    "comdirect": comdirect,
}
