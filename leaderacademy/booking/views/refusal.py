"""The page that says „ausgebucht“: made once for all who come too late, but for what they typed.

In a rush it is what nearly everybody gets, and drawing its twenty fields takes longer than all the
rest. So it is drawn once with a mark in the place of each text, and kept under everything else that
it shows; then each buyer's texts are put in the places of the marks.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from flask import session as cookie
from markupsafe import escape
from sqlalchemy import inspect

from leaderacademy.booking.forms.checkout import CheckoutForm
from leaderacademy.booking.models import Training
from leaderacademy.core.kept import Kept

TEXTS = (
    *("checkout_id", "company", "industry", "email", "phone", "street", "postcode", "town"),
    *("vat_id", "order_number", "accounting_email", "voucher", "notes"),
)
# Private characters, which stand for nothing; what is typed is never searched for marks.
_MARK = re.compile("\ue000([a-z_0-9]+)\ue001")
_COLUMNS = tuple(inspect(Training).column_attrs.keys())
_pages = Kept[str](64)


def refusal_page(form: CheckoutForm, shown: dict[str, Any], draw: Callable[..., str]) -> str:
    """The checkout with all that was typed; `draw` makes it of the form and of what is `shown`.

    Nothing may be wrong with the form. Whoever has a cookie gets a page of their own.
    """
    if cookie:
        return draw(form=form, **shown)
    key = (_key(shown), tuple(_choices(form)))
    texts = _take_texts(form)
    html = _pages.get(key, lambda: draw(form=form, **shown))
    return _MARK.sub(lambda mark: escape(texts[mark[1]]), html)


def _key(value: Any) -> Hashable:
    """Everything that can be read of a value on the page."""
    if isinstance(value, dict):
        return tuple((name, _key(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(_key(one) for one in value)
    if isinstance(value, Training):
        return tuple(getattr(value, name) for name in _COLUMNS)
    found: Hashable = value
    return found


def _choices(form: CheckoutForm) -> Iterator[Hashable]:
    for field in form:
        if field.name not in TEXTS:
            yield field.name, _key(field.data)


def _take_texts(form: CheckoutForm) -> dict[str, str]:
    """What was typed, by name; leaves the marks in the form."""
    typed = {}
    for name in TEXTS:
        typed[name] = form[name].data or ""
        form[name].data = f"\ue000{name}\ue001"
    for row in form.names.rows:
        for one in (row.first, row.last):
            typed[one.name] = one.data
            one.data = f"\ue000{one.name}\ue001"
    return typed
