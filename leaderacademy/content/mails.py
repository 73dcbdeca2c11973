"""The texts of course mails: Markdown with a subject in the head."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from leaderacademy.content.context import Context
from leaderacademy.content.course import Mail
from leaderacademy.content.frontmatter import MAIL_KEYS, slug_of
from leaderacademy.content.parser import Parsed, count_words, parse_prose
from leaderacademy.content.problems import Problem
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.typography import typeset

MOST_WORDS = 90
LONGEST_SUBJECT = 70


def read_mail(text: str, path: str, context: Context) -> tuple[Mail | None, Parsed]:
    """The mail, or None when its head cannot be read, and what is wrong with the file."""
    head, rendered, parsed = parse_prose(text, path, context, MAIL_KEYS)
    if not head.title:
        return None, parsed
    mail = Mail(
        slug=slug_of(path),
        subject=typeset(head.title),
        button=typeset(head.text("button")),
        html=rendered,
        text=in_words(rendered),
        digest=digest_of(text),
        path=path,
    )
    return mail, replace(parsed, problems=(*parsed.problems, *_advice(mail, head.line("subject"))))


def _advice(mail: Mail, line: int) -> list[Problem]:
    found = []
    if count_words(mail.text) > MOST_WORDS:
        found.append(
            f"Der Text hat mehr als {MOST_WORDS} Wörter. Kürzere Nachrichten werden gelesen."
        )
    if len(mail.subject) > LONGEST_SUBJECT:
        found.append(
            f"Der Betreff hat mehr als {LONGEST_SUBJECT} Zeichen. Am Telefon wird er gekürzt."
        )
    if not mail.button:
        found.append("Es fehlt der Knopf. Schreiben Sie in den Kopf zum Beispiel button: Weiter")
    return [Problem("warning", mail.path, line, 1, sentence) for sentence in found]


def in_words(html: str) -> str:
    """The same as plain text: paragraphs apart, links with their address behind them."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    blocks = (" ".join(block.split(" ")).strip() for block in "".join(reader.found).split("\n\n"))
    return "\n\n".join(block for block in blocks if block)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.found.append("\n- ")
        elif tag == "br":
            self.found.append("\n")
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "ul", "ol", "h2", "h3", "blockquote"):
            self.found.append("\n\n")
        elif tag == "a":
            self.found.append(f" ({self._address})")

    def handle_data(self, data: str) -> None:
        self.found.append(data if data.strip() or " " in data else "")
