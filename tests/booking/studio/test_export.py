"""The list as a file: opened by German spreadsheets, and nothing in it is ever computed."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from leaderacademy.booking import jobs
from leaderacademy.booking.rules.export import HEADINGS, Euros, harmless
from leaderacademy.booking.service.listing import Wanted
from leaderacademy.booking.service.sheets import WRITE, ask_for_sheet, forget_sheets
from leaderacademy.booking.views.studio import bookings as pages
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.shop import somebody_buys
from tests.booking.studio import desk
from tests.pages import Visitor

EVIL = replace(
    shop.TWO,
    company='=HYPERLINK("http://x";"y")',
    phone="+49 40 1234567",
    notes="@SUM(A1)\nzweite; Zeile",
    order_number="-2+3",
)


@pytest.mark.parametrize("sign", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "|x", "%x"])
def test_a_text_that_could_be_a_formula_begins_with_an_apostrophe(sign: str) -> None:
    assert harmless(sign) == f"'{sign}"


def test_an_ordinary_text_stays_as_it_is() -> None:
    for text in ("Lotsen-Metallbau GmbH", "", "a=b", "§ 19"):
        assert harmless(text) == text


def test_the_csv_has_bom_semicolons_german_amounts_and_no_formula(trainer: Any) -> None:
    booking = desk.sell(shop.open_training(), EVIL)
    answer = trainer.get("/studio/buchungen.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(HEADINGS)
    row = dict(zip(HEADINGS, rows[1], strict=True))
    assert (row["Nummer"], row["Netto"], row["Brutto"]) == (str(booking.id), "1280,00", "1523,20")
    assert row["Offen"] == "1523,20"
    assert row["Teilnehmende"] == "Katrin Lotsen, Jens Brandt"
    assert row["Unternehmen"].startswith("'=HYPERLINK")
    assert (row["Telefon"], row["Bestellnummer"]) == ("'+49 40 1234567", "'-2+3")
    assert row["Hinweise"] == "'@SUM(A1)\nzweite; Zeile"


def test_the_sheet_has_numbers_to_reckon_with_and_texts_that_stay_texts(trainer: Any) -> None:
    desk.sell(shop.open_training(), EVIL)
    answer = trainer.get("/studio/buchungen.xlsx?stand=booked")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(io.BytesIO(answer.data)).active
    row = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert row["Netto"].value == 1280
    assert row["Termin"].is_date
    assert all(cell.data_type != "f" for cell in sheet[2])
    assert row["Unternehmen"].value == EVIL.company


def test_the_file_is_what_the_filter_shows(trainer: Any) -> None:
    training = shop.open_training()
    desk.sell(training)
    answer = trainer.get("/studio/buchungen.csv?stand=cancelled&q=Lotsen")
    assert len(answer.data.decode().splitlines()) == 1


def test_amounts_below_zero_keep_their_sign() -> None:
    from leaderacademy.booking.rules.export import csv_file

    assert csv_file([(Euros(-50), Euros(-123_456), None)]).splitlines()[1] == "-0,50;-1234,56;"


def test_a_long_list_is_written_by_a_job_while_a_page_waits(
    trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = shop.open_training()
    for _ in range(2):
        desk.sell(training)
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    address = trainer.get("/studio/buchungen.xlsx?stand=booked").headers["Location"]
    assert trainer.get("/studio/buchungen.xlsx?stand=booked").headers["Location"] == address
    waiting = trainer.visit(address, 202)
    assert waiting.response.headers["Refresh"] == "2"
    desk.work(WRITE)
    answer = trainer.get(address)
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert load_workbook(io.BytesIO(answer.data)).active.max_row == 3
    # Another filter is another file.
    assert trainer.get("/studio/buchungen.xlsx?q=Lotsen").headers["Location"] != address


def test_the_file_is_its_trainers_and_is_forgotten_after_a_day(app: Any, trainer: Any) -> None:
    desk.sell(shop.open_training())
    sheet = ask_for_sheet(trainer.person_id, Wanted(words=("Lotsen",)), clock.now())
    address = f"/studio/buchungen/dateien/{sheet.id}.xlsx"
    session.commit()
    session.remove()
    other = Visitor.with_account(app, "t2@example.org", "Toni Trainer", role="trainer")
    assert other.get(address).status_code == 404
    assert trainer.get(address).status_code == 202
    session.remove()
    forget_sheets(clock.now() + timedelta(hours=25))
    session.commit()
    assert trainer.get(address).status_code == 404
    desk.work(WRITE)  # finds nothing to write


def test_while_a_long_list_is_written_a_seat_is_sold(
    trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = shop.open_training()
    ask_for_sheet(trainer.person_id, Wanted(), clock.now())
    session.commit()
    sold: list[bool] = []

    def write(_rows: Any) -> bytes:
        sold.append(somebody_buys(training.id))
        return b"PK"

    monkeypatch.setattr(jobs, "xlsx_file", write)
    desk.work(WRITE)
    assert sold == [True]
