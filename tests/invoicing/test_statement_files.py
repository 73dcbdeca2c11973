"""Every bank's file is read to the cent; a file that cannot be read says why, and where."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leaderacademy.invoicing.rules.statement import reading
from leaderacademy.invoicing.rules.statement.movement import (
    Movement,
    StatementProblem,
    fingerprints,
)
from leaderacademy.invoicing.rules.statement.reading import read_statement
from leaderacademy.invoicing.rules.statement.table import amount_in, day_in
from tests.invoicing.bank import BANKS, DAY, OURS, THEIRS, camt, german, sparkasse, zipped

ROWS = (
    (82_110, "Öztürk & Söhne GmbH", "RE-2027-0001 Danke"),
    (123_456_789, "Groß AG", "Größer"),
    (-5_000, "Stadtwerke", "Strom"),
)


@pytest.mark.parametrize("bank", BANKS)
def test_the_files_of_the_banks_say_the_same(bank: str) -> None:
    found = read_statement(BANKS[bank](*ROWS), OURS)
    assert [(one.cents, one.name, one.text) for one in found.movements] == list(ROWS[:2])
    assert {one.booked_on for one in found.movements} == {DAY}
    assert found.outgoing == 1
    assert found.iban == ("" if bank == "comdirect" else OURS)
    assert found.movements[0].iban == ("" if bank == "comdirect" else THEIRS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    found = read_statement(sparkasse(*ROWS, encoding=encoding), OURS)
    assert found.movements[0].name == "Öztürk & Söhne GmbH"


def test_an_archive_of_several_days_is_one_statement() -> None:
    archive = zipped(a_xml=camt(ROWS[0]), b_xml=camt(ROWS[1], ROWS[2]), liesmich_txt=b"hallo")
    found = read_statement(archive, OURS)
    assert [one.cents for one in found.movements] == [82_110, 123_456_789]
    assert found.outgoing == 1


def test_what_is_not_booked_yet_is_only_counted() -> None:
    found = read_statement(camt(ROWS[0], status="<Sts>PDNG</Sts>"), OURS)
    assert (found.movements, found.pending) == ((), 1)
    assert read_statement(BANKS["comdirect"](ROWS[0]), OURS).pending == 1


def test_a_batch_is_split_when_its_parts_come_to_the_whole() -> None:
    part = "<TxDtls><Amt Ccy='EUR'>{}</Amt><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>"
    parts = part.format("300.00", "eins") + part.format("521.10", "zwei")
    one = camt(ROWS[0]).decode()
    start, end = one.index("<TxDtls>"), one.index("</TxDtls>") + len("</TxDtls>")
    batch = (one[:start] + parts + one[end:]).encode()
    found = read_statement(batch, OURS).movements
    assert [(line.cents, line.text) for line in found] == [(30_000, "eins"), (52_110, "zwei")]
    (whole,) = read_statement(batch.replace(b"300.00", b"301.00"), OURS).movements
    assert whole.cents == 82_110


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Document>&b;</Document>"""
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>'

BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "leer"),
    "blank": (b" \n\t\n", "leer"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "Zeichensatz"),
    "a pdf": (b"%PDF-1.7 abc", "ein PDF"),
    "excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
    "mt940": (b":20:STARTUMS\r\n", "MT940"),
    "nul": (b"Buchungstag;Betrag;Verwendungszweck\n\x00", "keine Textdatei"),
    "no columns": (b"Name;Vorname\nA;B", "finden die Spalten nicht"),
    "bad amount": (sparkasse(ROWS[0], ROWS[1]).replace(b"1.234.567,89", b"zwoelf"), "Zeile 3"),
    "bad day": (sparkasse(ROWS[0]).replace(b"10.02.27", b"32.02.27"), "kein Datum"),
    "dollars": (sparkasse(ROWS[0]).replace(b'"EUR"', b'"USD"'), "nur Euro"),
    "dollars in xml": (camt(ROWS[0]).replace(b'"EUR"', b'"USD"'), "Zeile 4"),
    "another account": (camt(ROWS[0], iban=THEIRS), "gehört zum Konto DE02"),
    "another account in csv": (sparkasse(ROWS[0], iban=THEIRS), "gehört zum Konto DE02"),
    "cut off": (camt(*ROWS)[:-60], "beschädigt oder abgeschnitten"),
    "other xml": (b"<html><body/></html>", "kein Kontoauszug"),
    "bomb": (BOMB, "DOCTYPE"),
    "outside": (OUTSIDE, "DOCTYPE"),
    "outside in utf-16": (OUTSIDE.decode().encode("utf-16"), "DOCTYPE"),
    "no day": (camt(ROWS[0]).replace(b"BookgDt", b"Bkgxx"), "fehlt der Buchungstag"),
    "no amount": (camt(ROWS[0]).replace(b">821.10<", b">8a<"), "kein Betrag"),
    "too much": (camt(ROWS[0]).replace(b">821.10<", b">20000000.01<"), "bis 20"),
    "too much in csv": (sparkasse((2_000_000_001, "x", "y")), "bis 20"),
    "broken zip": (zipped(a_xml=camt(ROWS[0]))[:-30], "ZIP-Archiv ist beschädigt"),
    "empty zip": (zipped(a_txt=b"x"), "kein Kontoauszug"),
    "quotes": (sparkasse(ROWS[0]) + b'\n"' + b"x" * 200_000, "Zeile 3"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_explained(name: str) -> None:
    content, words = BAD[name]
    with pytest.raises(StatementProblem, match=words):
        read_statement(content, OURS)


def test_an_archive_that_grows_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 10_000)
    with pytest.raises(StatementProblem, match="ausgepackt"):
        read_statement(zipped(a_csv=b"0" * 100_000), OURS)
    monkeypatch.setattr(reading, "MOST_FILES", 1)
    with pytest.raises(StatementProblem, match="mehr als 1 Dateien"):
        read_statement(zipped(a_csv=b"a", b_csv=b"b"), OURS)


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from leaderacademy.invoicing.rules.statement import movement

    monkeypatch.setattr(movement, "MOST_LINES", 1)
    with pytest.raises(StatementProblem, match="kürzere Zeiträume"):
        read_statement(camt(*ROWS), OURS)


@given(st.integers(-2_000_000_000, 2_000_000_000))
@settings(max_examples=60)
@example(-5)
def test_an_amount_is_read_as_germans_write_it(cents: int) -> None:
    assert amount_in(german(cents)) == cents
    assert amount_in(f"{german(cents)} EUR") == cents
    assert amount_in(f"{german(abs(cents))}-") == -abs(cents)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("12.50", 1_250), ("1.234", 123_400), ("1,234", None), ("", None), ("1e5", None), ("٣", None)],
)
def test_amounts_that_could_be_misread(text: str, cents: int | None) -> None:
    assert amount_in(text) == cents


def test_days() -> None:
    assert {day_in(text) for text in ("10.02.2027", "10.2.27", "10/02/2027", "2027-02-10")} == {DAY}
    assert day_in("30.02.2027") is None
    assert day_in("gestern") is None


GOOD = [make(*ROWS) for make in BANKS.values()]


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=150)
def test_a_damaged_file_is_read_or_explained_and_never_crashes(
    good: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(good)))
    length = data.draw(st.integers(0, 30))
    damage = data.draw(st.binary(max_size=12))
    damaged = good[:place] + damage + good[place + length :]
    _read_or_explain(damaged)
    _read_or_explain(zipped(a_csv=damaged)[: data.draw(st.integers(4, 900))])


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(max_examples=100)
@example(b"<")
@example(b"PK\x03\x04")
@example(b'"')
def test_anything_is_read_or_explained(content: bytes) -> None:
    _read_or_explain(content)


def _read_or_explain(content: bytes) -> None:
    with suppress(StatementProblem):
        found = read_statement(content, OURS)
        assert all(one.cents > 0 for one in found.movements)
        assert all(one.text.isprintable() and one.name.isprintable() for one in found.movements)


def test_a_line_is_known_again_in_another_file() -> None:
    one = Movement(date(2027, 2, 10), 100, "A GmbH", "", "RE-1, danke")
    other = Movement(date(2027, 2, 10), 100, "a gmbh", THEIRS, "re 1 Danke")
    assert fingerprints(OURS, [one]) == fingerprints(OURS, [other])
    first, second = fingerprints(OURS, [one, one])
    assert first != second
    assert fingerprints(OURS, [one, one, one])[:2] == [first, second]
