"""Numbers as people type them, amounts that are too large, and a mail that was asked for twice."""

import pytest
from flask import Flask
from wtforms.validators import ValidationError

from leaderacademy.core.audit import history_of
from leaderacademy.invoicing.forms import positive_cents
from leaderacademy.invoicing.rules.money import in_fours
from leaderacademy.invoicing.service.lines import NotAssigned, invoice_named
from leaderacademy.invoicing.service.sending import resend
from tests.invoicing import desk


def test_an_invoice_is_found_however_its_number_is_written(app: Flask) -> None:
    made = desk.issue()
    for typed in (
        made.number,
        made.number.lower(),
        made.number.replace("-", " "),
        made.number.replace("-", "", 1),
    ):
        assert invoice_named(typed).id == made.id
    with pytest.raises(NotAssigned):
        invoice_named("--")


def test_an_amount_that_is_too_large_is_not_called_too_small() -> None:
    for typed, word in (("0", "größer als null"), ("100000000", "zu viel")):
        with pytest.raises(ValidationError, match=word):
            positive_cents(typed)


def test_the_same_button_pressed_twice_is_one_mail_and_one_entry(app: Flask) -> None:
    made = desk.issue()
    for _ in range(2):
        assert resend(made, "a" * 32, desk.NOW, desk.TINA)
    acts = [one.action for one in history_of(f"invoice:{made.id}")]
    assert acts.count("invoice-resent") == 1


def test_an_iban_is_shown_in_fours() -> None:
    assert in_fours("DE02120300000000202051") == "DE02 1203 0000 0000 2020 51"
