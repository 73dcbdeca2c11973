"""Two people with one name: the checkout asks once, forbids nothing and loses nothing."""

from typing import Any

from leaderacademy.booking.forms.checkout import CheckoutForm
from tests.booking import shop

TWINS = {**shop.GOOD, "people": "3", "first_name_2": "Jens", "last_name_2": "Brandt"}
TWINS |= {"first_name_3": "katrin", "last_name_3": "LOTSEN"}


def _problems(**changed: Any) -> dict[str, str]:
    form = CheckoutForm(data={**TWINS, "business": True, "terms": True, **changed})
    form.validate()
    return dict(form.problems())


def test_it_says_who_has_the_same_name(app: Any) -> None:
    problem = _problems()["same_name"]
    assert problem.startswith("Gleicher Name: Person\u00a01 und Person\u00a03 heißen gleich.")
    assert "same_name" not in _problems(last_name_3="Lotse")
    assert "same_name" not in _problems(first_name_3="", first_name_1="")


def test_ticked_it_is_booked_and_nothing_was_lost_meanwhile(client: Any) -> None:
    training = shop.open_training()
    page = client.visit(f"/training/{training.key}/buchen")
    assert not page.select("#same_name")
    page = client.submit(page, "buchen", 200, **{**TWINS, "step": "price"})
    page = client.submit(page, "buchen", 422, **{**TWINS, "step": "book"})
    assert page.one("#last_name_3").get("value") == "LOTSEN"
    assert page.one("#same_name") is not None
    page = client.submit(page, "buchen", 200, **{**TWINS, "step": "book", "same_name": "1"})
    assert "Gebucht." in page.text
