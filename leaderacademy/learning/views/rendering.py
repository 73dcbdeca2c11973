"""Templates as pieces of a page."""

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, render_template
from markupsafe import Markup


def render(template: str, **context: Any) -> Markup:
    """A template as HTML that may stand in another one; it was escaped while it was made."""
    return Markup(render_template(template, **context).strip())  # noqa: S704


def filled(html: str, places: dict[str, str]) -> Markup:
    """Ready HTML with what differs between two visitors put in; both are ours."""
    for place, text in places.items():
        html = html.replace(place, text)
    return Markup(html)  # noqa: S704


def csrf_html() -> Markup:
    """The hidden field of this device, made once for all forms of a page."""
    make = cast(Callable[[], Markup], current_app.jinja_env.globals["csrf_field"])
    return make()
