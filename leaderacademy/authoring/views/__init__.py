"""The pages of authoring, joined to one blueprint."""

from leaderacademy.authoring.views import (
    archive,
    editor,
    exchange,
    handbook,
    history,
    lessons,
    merging,
    overview,
    pictures,
    previews,
    publishing,
)
from leaderacademy.authoring.views.blueprint import blueprint

__all__ = [
    "archive",
    "blueprint",
    "editor",
    "exchange",
    "handbook",
    "history",
    "lessons",
    "merging",
    "overview",
    "pictures",
    "previews",
    "publishing",
]
