"""Templates as pieces of a page."""

from collections.abc import Callable, Hashable
from typing import Any, cast

from flask import current_app
from markupsafe import Markup

from leaderacademy.core.kept import Kept


def render(template: str, **context: Any) -> Markup:
    """A template as HTML that may stand in another one; it was escaped while it was made."""
    # Not render_template(): a piece needs nothing of the request, and asking for it costs more
    # than most pieces do.
    piece = current_app.jinja_env.get_template(template)
    return Markup(piece.render(context).strip())  # noqa: S704


def kept(template: str, key: Hashable, **context: Any) -> Markup:
    """The same, made once for all who are in the same state: `key` says which, exactly."""
    return _pieces.get((template, key), lambda: render(template, **context))


_pieces = Kept[Markup](1024)


def filled(html: str, places: dict[str, str]) -> Markup:
    """Ready HTML with what differs between two visitors put in; both are ours."""
    for place, text in places.items():
        html = html.replace(place, text)
    return Markup(html)  # noqa: S704


def csrf_html() -> Markup:
    """The hidden field of this device, made once for all forms of a page."""
    make = cast(Callable[[], Markup], current_app.jinja_env.globals["csrf_field"])
    return make()
