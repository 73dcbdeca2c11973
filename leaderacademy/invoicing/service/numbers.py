"""Numbers of invoices: unique and without gaps, because the row stays locked until the commit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from leaderacademy.core.database import upsert
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import next_id
from leaderacademy.invoicing.models import Invoice, InvoiceSequence


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the series it belongs to, its place there, and the id of its document."""

    text: str
    series: str
    ordinal: int
    id: int


def next_number(number_format: str, day: date) -> Number:
    """Take the next number of this year's series; given back when the transaction fails."""
    series = _series(number_format, day)
    ((ordinal, id_),) = _COUNT_ON.run({"series": series, "last": 1})
    return Number(number_format.format(year=day.year, number=ordinal), series, ordinal, id_)


def _count_on() -> Any:
    table = InvoiceSequence.__table__
    insert = upsert(table).on_conflict_do_update(
        index_elements=["series"], set_={"last": table.c.last + 1}
    )
    return insert.returning(table.c.last, next_id(Invoice))


_COUNT_ON = Ready(_count_on, "series", "last")


def _series(number_format: str, day: date) -> str:
    """The format with a zero for the number: one series for each year, or one for ever."""
    return number_format.format(year=day.year, number=0)
