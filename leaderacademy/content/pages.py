"""Static pages: Markdown with a title in the head."""

from __future__ import annotations

from leaderacademy.content.context import Context
from leaderacademy.content.course import Page
from leaderacademy.content.parser import Parsed, parse_prose
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.typography import typeset


def read_page(text: str, path: str, context: Context) -> tuple[Page | None, Parsed]:
    """The page, or None when its head cannot be read, and what is wrong with the file."""
    head, rendered, parsed = parse_prose(text, path, context)
    if not head.title:
        return None, parsed
    page = Page(
        slug=head.slug,
        title=typeset(head.title),
        html=rendered,
        digest=digest_of(text),
        path=path,
        description=typeset(head.text("description")),
    )
    return page, parsed
