"""Who is there is marked at the door with one tap, taken back with another, and known by whom."""

from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from leaderacademy.booking import jobs, service
from leaderacademy.booking.models import AttendancePaper
from leaderacademy.booking.rules.certificate import initials, written
from leaderacademy.booking.service.attendance import seats_of
from leaderacademy.booking.service.certificates import DRAW
from leaderacademy.certificates.rules import tidy_code
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.studio import desk
from tests.pages import Visitor


def _door(trainer: Any, training: Any) -> Any:
    return trainer.visit(f"/studio/termine/{training.key}/anwesenheit")


def _tap(trainer: Any, training: Any, person: Any, mark: str) -> Any:
    return desk.post(trainer, f"/studio/termine/{training.key}/anwesenheit/{person.id}", marke=mark)


def test_one_tap_marks_and_another_takes_it_back(trainer: Any) -> None:
    training = shop.open_training()
    katrin, jens = desk.participants(desk.sell(training, shop.TWO))
    answer = _tap(trainer, training, katrin, "da")
    assert answer.headers["Location"].endswith(f"#person-{katrin.id}")
    _tap(trainer, training, jens, "fehlt")
    page = _door(trainer, training)
    assert "1 von 2 sind da, 1 fehlt" in page.text
    assert "Tina Trainer" in page.one(f"#person-{katrin.id}").text_content()
    _tap(trainer, training, katrin, "offen")
    assert "0 von 2" in _door(trainer, training).text
    assert desk.acts() == ["participant-present", "participant-absent", "participant-unmarked"]


def test_a_double_tap_is_one_mark(trainer: Any) -> None:
    training = shop.open_training()
    (katrin,) = desk.participants(desk.sell(training))
    for _ in range(2):
        _tap(trainer, training, katrin, "da")
    assert desk.acts() == ["participant-present"]


def test_only_who_is_booked_on_this_date_can_be_marked(trainer: Any) -> None:
    training, other = shop.open_training(), shop.open_training(place="Köln")
    booking = desk.sell(training)
    (katrin,) = desk.participants(booking)
    assert _tap(trainer, other, katrin, "da").status_code == 404
    assert _tap(trainer, training, katrin, "vielleicht").status_code == 404
    service.cancel_booking(booking.id, clock.now())
    session.commit()
    assert _tap(trainer, training, katrin, "da").status_code == 404
    assert "niemand angemeldet" in _door(trainer, training).text


def test_the_list_for_paper_is_in_order_of_last_names(trainer: Any) -> None:
    training = shop.open_training()
    desk.sell(training, shop.TWO)
    page = trainer.visit(f"/studio/termine/{training.key}/teilnehmer")
    names = [cell.text_content() for cell in page.select("tbody th")]
    assert names == ["Brandt, Jens", "Lotsen, Katrin"]


def test_the_door_costs_the_same_for_one_and_for_many(app: Any) -> None:
    training = shop.open_training()
    desk.sell(training, shop.TWO)
    assert [seat.mark for seat in seats_of(training.id)] == ["offen", "offen"]


def _certified(trainer: Any) -> tuple[Any, Any, AttendancePaper]:
    training = shop.open_training()
    booking = desk.sell(training, shop.TWO)
    katrin, jens = desk.participants(booking)
    desk.begin(training)
    _tap(trainer, training, katrin, "da")
    _tap(trainer, training, jens, "fehlt")
    trainer.submit(_door(trainer, training), "bescheinigungen")
    return training, katrin, session.scalars(select(AttendancePaper)).one()


def test_only_who_was_there_gets_a_certificate_once_and_a_mail(trainer: Any) -> None:
    training, _katrin, paper = _certified(trainer)
    assert paper.name == "Katrin Lotsen"
    desk.post(trainer, f"/studio/termine/{training.key}/bescheinigungen")
    (mail,) = desk.mails("training-certificates")
    assert mail["context"]["papers"] == [{"name": "Katrin Lotsen", "token": paper.token}]
    assert desk.acts().count("certificate-issued") == 1
    assert "bescheinigt" in _door(trainer, training).text


def test_nobody_is_certified_before_the_training_began(trainer: Any) -> None:
    training = shop.open_training()
    (katrin,) = desk.participants(desk.sell(training))
    _tap(trainer, training, katrin, "da")
    desk.post(trainer, f"/studio/termine/{training.key}/bescheinigungen")
    assert not session.scalars(select(AttendancePaper)).all()
    session.rollback()
    assert not _door(trainer, training).select("#bescheinigungen")


def test_the_file_opens_by_its_secret_address_and_is_drawn_once(
    trainer: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([b"%PDF-first", b"%PDF-second"])
    monkeypatch.setattr(jobs, "drawn", lambda _paper, _url: next(drawn))
    *_, paper = _certified(trainer)
    address, number = f"/training/bescheinigung/{paper.token}", paper.id
    session.rollback()
    assert "wird gezeichnet" in client.visit(address, 202).text
    for _ in range(2):
        jobs.draw_certificate({"paper_id": number}, clock.now())
        session.commit()
    first = client.get(address)
    assert first.data == b"%PDF-first"
    assert first.headers["Cache-Control"] == "private, no-store"
    kept = desk.fresh(AttendancePaper, number)
    assert kept.pdf_sha256
    assert len(kept.pdf_sha256) == 64
    assert client.get(f"/training/bescheinigung/{kept.code}").status_code == 404


def test_the_check_page_says_that_it_holds_without_the_name(trainer: Any, client: Any) -> None:
    *_, paper = _certified(trainer)
    assert tidy_code(paper.code) == paper.code
    code = written(paper.code)
    session.rollback()
    page = client.visit(f"/teilnahme/{code}")
    assert "Teilnahme am Live-Training" in page.text
    assert "K. L." in page.text
    assert "Katrin" not in page.text
    assert "Lotsen" not in page.text
    assert "Zertifikat" not in page.text


def test_while_a_certificate_is_drawn_a_seat_is_sold(
    trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, other = shop.open_training(), shop.open_training(place="Köln")
    (katrin,) = desk.participants(desk.sell(training))
    _tap(trainer, training, katrin, "da")
    desk.begin(training)
    desk.post(trainer, f"/studio/termine/{training.key}/bescheinigungen")
    sold: list[bool] = []

    def draw(_paper: Any, _url: str) -> bytes:
        sold.append(shop.somebody_buys(other.id))
        return b"%PDF"

    monkeypatch.setattr(jobs, "drawn", draw)
    desk.work(DRAW)
    assert sold == [True]


def test_a_withdrawn_certificate_no_longer_holds_and_a_new_one_may_follow(
    trainer: Any, client: Any
) -> None:
    training, katrin, paper = _certified(trainer)
    code, token, number = written(paper.code), paper.token, katrin.id
    session.rollback()
    # While it holds, neither mark nor name can be changed under it.
    _tap(trainer, training, katrin, "offen")
    assert "bescheinigt" in _door(trainer, training).text
    address = f"/studio/buchungen/{katrin.booking_id}/teilnehmer/1"
    fields = {"first_name_1": "Karin", "last_name_1": "Lotsen"}
    assert desk.post(trainer, address, **fields).status_code == 409
    desk.post(trainer, f"/studio/termine/{training.key}/bescheinigungen/{number}/zurueckziehen")
    client.visit(f"/teilnahme/{code}", 410)
    assert client.get(f"/training/bescheinigung/{token}").status_code == 410
    assert desk.post(trainer, address, **fields).status_code == 303
    trainer.submit(_door(trainer, training), "bescheinigungen")
    papers = session.scalars(select(AttendancePaper).order_by(AttendancePaper.id)).all()
    assert [one.name for one in papers] == ["Katrin Lotsen", "Karin Lotsen"]


def test_the_sheet_says_participation_on_one_page() -> None:
    moment = datetime(2027, 4, 15, 7, tzinfo=UTC)
    paper = AttendancePaper(
        code="7K4Q2M8D0XWR",
        name="Katrin Lotsen",
        title="Live-Training",
        place="Hamburg",
        starts_at=moment,
        ends_at=moment,
        issued_at=moment,
    )
    document = pypdfium2.PdfDocument(jobs.drawn(paper, "https://example.org"))
    said = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    for words in ("Teilnahme", "Katrin Lotsen", "15. April 2027", "7K4Q-2M8D-0XWR"):
        assert words in said.replace("\u00a0", " ")
    assert "Zertifikat" not in said


def test_initials_are_all_that_is_told_of_a_name() -> None:
    assert initials("Anna-Lena von der Ruhr") == "A. V. D. R."
    assert initials("Ada (Gast)") == "A."


def test_attendance_leaves_with_the_export(app: Any, trainer: Any) -> None:
    buyer = Visitor.with_account(app, shop.DETAILS.email, "Katrin Lotsen")
    _certified(trainer)
    session.rollback()
    told = service.export_person(buyer.person_id, shop.DETAILS.email)["bookings"][0]
    first, second = told["participants"]
    assert first["arrived_at"]
    assert first["certificate_code"]
    assert not first["absent_at"]
    assert second["absent_at"]
    assert not second["certificate_code"]
    session.rollback()
