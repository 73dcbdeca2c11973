"""Advice on what stands in a Logbuch field: whole German sentences, never a barrier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from leaderacademy.content.fields.amounts import (
    Values,
    date_of,
    is_raw,
    number_of,
    text_of,
)
from leaderacademy.content.fields.dates import resolve_date, show_date
from leaderacademy.content.fields.definition import Field, Hint
from leaderacademy.content.fields.filling import missing_columns
from leaderacademy.content.fields.offers import must_count
from leaderacademy.content.fields.parsing import parse_value
from leaderacademy.content.fields.rules import RULES
from leaderacademy.content.fields.showing import show_value
from leaderacademy.content.numbers import show_money, show_number

LONGEST = 20_000  # of a text without limits of its own


@dataclass(frozen=True, slots=True)
class Advice:
    """`row` counts from 1; row and column are None when the whole field is meant."""

    kind: Literal["error", "hint"]
    row: int | None
    column: str | None
    text: str


def check_value(field: Field, value: Any, values: Values, today: date) -> tuple[Advice, ...]:
    """What to say about a stored value; `values` are all values of the Logbuch by key."""
    if value is None or field.type == "computed":
        return ()
    if field.type == "list":
        return tuple(_list(field, value, values, today))
    errors = (Advice("error", None, None, text) for text in _errors(field, value, values, today))
    hints = (Advice("hint", None, None, text) for text in _hints(field, value, values, today))
    return (*errors, *hints)


def _errors(field: Field, value: Any, values: Values, today: date) -> Iterator[str]:
    if is_raw(value):
        for error in parse_value(field, value["raw"], today).errors:
            yield error.text
    elif field.type in ("text", "longtext"):
        yield from _text_errors(field, text_of(value), values)
    elif field.type in ("number", "money"):
        yield from _number_errors(field, value, values)
    elif field.type == "date":
        yield from _date_errors(field, value, values, today)
    elif field.type == "choices":
        yield from _choices_errors(field, value)
    elif field.type == "scale" and isinstance(value, list) and None in value:
        yield f"Es fehlen noch {_count(value.count(None), 'Antwort', 'Antworten')}."


def _text_errors(field: Field, text: str, values: Values) -> Iterator[str]:
    least, most = field.length or (0, LONGEST)
    if len(text) < least:
        missing = least - len(text)
        lack = "es fehlt 1 Zeichen" if missing == 1 else f"es fehlen {missing} Zeichen"
        yield f"Das ist noch kurz. Schreiben Sie mindestens {least} Zeichen, {lack}."
    if len(text) > most:
        yield f"Das ist zu lang. Kürzen Sie auf {most} Zeichen, es sind {len(text) - most} zu viel."
    if field.starts_with and not text.lower().startswith(field.starts_with.lower()):
        yield f"Beginnen Sie den Satz bitte mit „{field.starts_with}“."
    other = text_of(values.get(field.differs_from)) if field.differs_from else ""
    if other and other.casefold() == text.casefold():
        yield "Hier steht dasselbe wie im Feld davor. Nennen Sie bitte etwas anderes."


def _number_errors(field: Field, value: Any, values: Values) -> Iterator[str]:
    number = number_of(value)
    if number is None:
        return
    scale = 100 if field.type == "money" else 1
    yield from _bound_errors(field, number, scale)
    if field.step and (number / scale) % field.step:
        whole = field.step == 1
        rest = (
            "eine ganze Zahl" if whole else f"einen Wert in Schritten von {show_number(field.step)}"
        )
        yield f"Bitte geben Sie {rest} ein."
    other = number_of(values.get(field.differs_from)) if field.differs_from else None
    if other == number:
        yield "Ausgangs- und Zielwert sind gleich. Was soll sich ändern?"
    least = number_of(values.get(field.at_least)) if field.at_least else None
    if least is not None and number < least:
        yield f"Der Wert sollte mindestens {_amount(field, least)} sein."
    most = number_of(values.get(field.at_most)) if field.at_most else None
    if most is not None and number > most:
        yield f"Der Wert sollte höchstens {_amount(field, most)} sein."


def _bound_errors(field: Field, number: Decimal, scale: int) -> Iterator[str]:
    least, most = field.minimum, field.maximum
    if least is not None and number < least * scale:
        if field.type == "money" and 0 < least < 1:
            yield "Der Betrag muss größer als 0 € sein."
        else:
            yield f"Der Wert sollte mindestens {_amount(field, least * scale)} sein."
    if most is not None and number > most * scale:
        yield f"Der Wert sollte höchstens {_amount(field, most * scale)} sein."


def _amount(field: Field, number: Decimal) -> str:
    return show_money(int(number)) if field.type == "money" else show_number(number)


def _date_errors(field: Field, value: Any, values: Values, today: date) -> Iterator[str]:
    day = date_of(value)
    if day is None:
        return
    first = resolve_date(field.from_, today) if field.from_ else None
    last = resolve_date(field.until, today) if field.until else None
    if first and day < first:
        yield f"Das ist zu früh. Wählen Sie einen Tag ab dem {show_date(first)}."
    if last and day > last:
        yield f"Das ist zu spät. Wählen Sie einen Tag bis zum {show_date(last)}."
    after = date_of(values.get(field.after)) if field.after else None
    if after and day <= after:
        yield f"Der Tag sollte nach dem {show_date(after)} liegen."
    before = date_of(values.get(field.before)) if field.before else None
    if before and day >= before:
        yield f"Der Tag sollte vor dem {show_date(before)} liegen."
    latest = date_of(values.get(field.not_after)) if field.not_after else None
    if latest and day > latest:
        yield f"Der Tag sollte nicht nach dem {show_date(latest)} liegen."


def _choices_errors(field: Field, value: Any) -> Iterator[str]:
    ticked = len(value) if isinstance(value, list) else 0
    least, most = field.choose or (1, max(ticked, 1))
    if ticked < least:
        yield f"Wählen Sie bitte mindestens {_count(least, 'Möglichkeit', 'Möglichkeiten')}."
    if ticked > most:
        yield f"Wählen Sie bitte höchstens {_count(most, 'Möglichkeit', 'Möglichkeiten')}."


def _hints(field: Field, value: Any, values: Values, today: date) -> Iterator[str]:
    if is_raw(value):
        return
    text = show_value(field, value)
    for hint in field.hints:
        if _applies(hint, text, value, values, today):
            yield hint.say


def _applies(hint: Hint, text: str, value: Any, values: Values, today: date) -> bool:
    lowered = text.casefold()
    if hint.kind == "lacks_digit":
        return not any(sign.isdigit() for sign in text)
    if hint.kind == "contains":
        return any(word.casefold() in lowered for word in hint.words)
    if hint.kind == "words":
        return any(re.search(rf"\b{re.escape(w.casefold())}\b", lowered) for w in hint.words)
    if hint.kind == "rule":
        return any(RULES[word](value, values, today) for word in hint.words)
    return (value in hint.words) == (hint.kind == "value")


def _list(field: Field, value: Any, values: Values, today: date) -> Iterator[Advice]:
    rows = value if isinstance(value, list) else []
    for text in _length_errors(field, rows):
        yield Advice("error", None, None, text)
    for number, row in enumerate(rows, start=1):
        if field.item:
            for text in _errors(field.item, row, values, today):
                yield Advice("error", number, None, text)
        elif isinstance(row, dict):
            yield from _row(field, number, row, values, today)
    for text in _hints(field, value, values, today):
        yield Advice("hint", None, None, text)


def _length_errors(field: Field, rows: list[Any]) -> Iterator[str]:
    least, most = field.rows or (0, len(rows))
    if len(rows) < least:
        missing = _count(least - len(rows), "Zeile", "Zeilen")
        verb = "fehlt" if least - len(rows) == 1 else "fehlen"
        yield f"Fertig ist die Liste ab {least} Zeilen, es {verb} noch {missing}."
    if len(rows) > most:
        yield f"Vorgesehen sind höchstens {_count(most, 'Zeile', 'Zeilen')}."
    if field.key == "br_deliverables" and not must_count({field.key: rows}):
        yield "Nennen Sie mindestens eine Leistung als Muss."


def _row(field: Field, number: int, row: Values, values: Values, today: date) -> Iterator[Advice]:
    for column in missing_columns(field, row):
        if not is_raw(row.get(column.key)):
            yield Advice("error", number, column.key, f"Bitte ergänzen Sie „{column.label}“.")
    around = {**values, **row}
    for column in field.columns:
        for advice in check_value(column, row.get(column.key), around, today):
            yield Advice(advice.kind, number, column.key, advice.text)
    must, needed = number_of(row.get("of_must")), must_count(values)
    if must is not None and must > needed:
        text = f"Im Briefing stehen {_count(needed, 'Muss-Leistung', 'Muss-Leistungen')}."
        yield Advice("error", number, "of_must", text)


def _count(number: int, one: str, many: str) -> str:
    if number != 1:
        return f"{number} {many}"
    return f"1 {one}" if one == "Zeichen" else f"eine {one}"
