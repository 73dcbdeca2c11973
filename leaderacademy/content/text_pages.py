"""Which page shows which text of the course: the pages say it, and the studio asks.

The page beside a text in the studio is the real one, made by the view of whichever feature has it;
the features know nothing of the studio, and it knows nothing of them.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

Shown = TypeVar("Shown", bound=Callable[..., object])
_pages: dict[str, Callable[..., object]] = {}


def shows_text(*names: str) -> Callable[[Shown], Shown]:
    """This function makes the page of the files with these names in the course's folder.

    A name that ends with a slash stands for all files of that folder: the function is called with
    the file's name, without its folder and its ending.
    """

    def register(page: Shown) -> Shown:
        _pages.update(dict.fromkeys(names, page))
        return page

    return register


def page_of_text(name: str) -> Callable[[], object] | None:
    """What makes the page of the file with this name; None when no page shows it."""
    folder, _, file = name.rpartition("/")
    page = _pages.get(f"{folder}/") if folder else None
    return partial(page, file.rpartition(".")[0]) if page is not None else _pages.get(name)
