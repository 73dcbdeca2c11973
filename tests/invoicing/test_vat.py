"""The table of VAT: by format, place, buyer and the operator's mode."""

import pytest

from leaderacademy.invoicing.rules.vat import (
    MODES,
    Blocked,
    Buyer,
    Format,
    Mode,
    Policy,
    Supply,
    must_block,
    treatment_of,
)

AT = Buyer("AT", vat_id="ATU12345675")
CH = Buyer("CH")
DE = Buyer("DE")


@pytest.mark.parametrize(
    ("how", "buyer", "percent", "category", "words"),
    [
        ("online", DE, 19, "S", "Unternehmen in Deutschland sitzt"),
        ("online", AT, 0, "AE", "Reverse Charge"),
        ("online", Buyer("GR", vat_id="EL023456780"), 0, "AE", "Reverse Charge"),
        ("online", CH, 0, "O", "außerhalb der EU"),
        ("online", Buyer("US"), 0, "O", "außerhalb der EU"),
        ("onsite", DE, 19, "S", "in Deutschland stattfindet"),
        ("onsite", AT, 19, "S", "in Deutschland stattfindet"),
        ("onsite", CH, 19, "S", "in Deutschland stattfindet"),
    ],
)
def test_companies(how: Format, buyer: Buyer, percent: int, category: str, words: str) -> None:
    treatment = treatment_of(Supply(how), buyer, Policy())
    assert (treatment.percent, treatment.category) == (percent, category)
    assert words in treatment.reason
    assert treatment.reason.endswith(".")
    assert bool(treatment.note) == (percent == 0)
    assert treatment.needs_vies == (category == "AE")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("how", ["online", "onsite"])
def test_the_modes_free_only_what_is_taxable_in_germany(mode: Mode, how: Format) -> None:
    policy = Policy(mode)
    assert treatment_of(Supply(how), DE, policy).category == ("S" if mode == "standard" else "E")
    assert treatment_of(Supply("online"), AT, policy).category == "AE"
    assert treatment_of(Supply("online"), CH, policy).category == "O"


def test_the_reasons_of_the_modes_name_their_paragraph() -> None:
    small = treatment_of(Supply("onsite"), DE, Policy("small"))
    exempt = treatment_of(Supply("onsite"), DE, Policy("exempt"))
    assert "§ 19 UStG" in small.reason
    assert "§ 19 UStG" in small.note
    assert "§ 4 Nr. 21" in exempt.reason
    assert "§ 4 Nr. 21" in exempt.note


@pytest.mark.parametrize(
    ("how", "buyer", "percent"), [("online", "DE", 19), ("onsite", "DE", 19), ("onsite", "AT", 19)]
)
def test_consumers_where_the_operator_allows_them(how: Format, buyer: str, percent: int) -> None:
    consumer = Buyer(buyer, is_company=False)
    assert treatment_of(Supply(how), consumer, Policy(consumers=True)).percent == percent
    with pytest.raises(Blocked) as refused:
        treatment_of(Supply(how), consumer, Policy())
    assert refused.value.field == "business"


@pytest.mark.parametrize(
    ("supply", "buyer", "policy", "field", "words"),
    [
        (Supply("onsite", "AT"), DE, Policy(), "format", "außerhalb Deutschlands"),
        (Supply("online"), Buyer("AT"), Policy(), "vat_id", "USt-IdNr. (UID) an"),
        (Supply("online"), AT, Policy(has_vat_id=False), "country", "zurzeit nicht"),
        (Supply("online"), Buyer("AT", False), Policy(consumers=True), "country", "aus Deutsch"),
        (Supply("online"), Buyer("CH", False), Policy(consumers=True), "country", "aus Deutsch"),
    ],
)
def test_what_is_not_sold(
    supply: Supply, buyer: Buyer, policy: Policy, field: str, words: str
) -> None:
    with pytest.raises(Blocked, match=r"\.$") as refused:
        treatment_of(supply, buyer, policy)
    assert refused.value.field == field
    assert words in refused.value.message


def test_a_date_elsewhere_is_blocked_for_everybody() -> None:
    assert must_block(Supply("onsite", "AT"))
    assert must_block(Supply("onsite", "DE")) is None
    assert must_block(Supply("online", "AT")) is None
