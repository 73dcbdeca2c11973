"""What was read of a text, or drawn of a page, is kept: many tests need the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from leaderacademy.content import reading
from leaderacademy.content.context import Context
from leaderacademy.content.problems import Problem, Problems
from leaderacademy.core.pdf import render_pdf


@contextmanager
def kept_readings() -> Iterator[None]:
    """The same text, at the same place, in the same surroundings: the same (frozen) result."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("parse_lesson", "read_page", "read_mail"):
            patch.setattr(reading, name, _prose(getattr(reading, name)))
        patch.setattr(reading, "read_yaml", _yaml(reading.read_yaml))
        yield


@contextmanager
def kept_drawings() -> Iterator[None]:
    """The same page in the same style: the same PDF. The files around it are made anew."""
    from leaderacademy.booking import jobs as booking
    from leaderacademy.certificates import jobs as certificates
    from leaderacademy.invoicing.document import page as invoices

    drawn: dict[tuple[Any, ...], bytes] = {}

    def draw_once(html: str, style: str, **options: Any) -> bytes:
        key = (html, style, *sorted(options.items()))
        if key not in drawn:
            drawn[key] = render_pdf(html, style, **options)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in (booking, certificates, invoices):
            patch.setattr(module, "render_pdf", draw_once)
        yield


def _prose(read: Callable[[str, str, Context], Any]) -> Callable[[str, str, Context], Any]:
    known: dict[tuple[str, str], list[tuple[Context, Any]]] = {}

    def read_once(text: str, path: str, context: Context) -> Any:
        readings = known.setdefault((text, path), [])
        for surroundings, found in readings:
            if surroundings is context or surroundings == context:
                return found
        readings.append((context, read(text, path, context)))
        return readings[-1][1]

    return read_once


def _yaml(read: Callable[[str, str, Problems], Any]) -> Callable[..., Any]:
    known: dict[tuple[str, str, str], tuple[Any, list[Problem]]] = {}

    def read_once(name: str, text: str, problems: Problems) -> Any:
        if problems.found:
            return read(name, text, problems)
        key = (name, text, problems.path)
        if key not in known:
            known[key] = read(name, text, problems), list(problems.found)
        value, problems.found[:] = known[key]
        return value

    return read_once
