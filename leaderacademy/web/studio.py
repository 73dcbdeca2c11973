"""The studio's navigation: sections with their pages, and where in it one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask, request, url_for


class Page(NamedTuple):
    """A page of the studio that can be found by its name."""

    endpoint: str
    label: str


class Section(NamedTuple):
    """One entry of the navigation, and the pages that belong together in it."""

    label: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation; `current` is what aria-current says, empty elsewhere."""

    label: str
    address: str
    current: str
    pages: tuple["Link", ...] = ()


def init_studio(app: Flask, sections: Sequence[Section]) -> None:
    """Make the navigation known to the studio's frame; other pages do not ask for it."""

    def navigation() -> list[Link]:
        return [_section_link(section) for section in sections]

    app.jinja_env.globals["studio_navigation"] = navigation


def _section_link(section: Section) -> Link:
    pages = tuple(_page_link(page) for page in section.pages)
    first = pages[0]
    current = first.current or ("true" if any(page.current for page in pages) else "")
    return Link(section.label, first.address, current, pages if len(pages) > 1 else ())


def _page_link(page: Page) -> Link:
    address = url_for(page.endpoint)
    below = address != "/studio" and request.path.startswith(f"{address}/")
    current = "page" if request.path == address else ("true" if below else "")
    return Link(page.label, address, current)
