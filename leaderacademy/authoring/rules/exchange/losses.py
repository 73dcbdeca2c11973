"""What of a question does not survive the way into another system, said before it leaves."""

import html
import re
from collections.abc import Container

from leaderacademy.authoring.rules.exchange.carried import Carried
from leaderacademy.authoring.rules.exchange.weights import MOST_RIGHT
from leaderacademy.content.context import Context
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter

_LINK = re.compile(r'<a [^>]*href="(?!https?:|mailto:)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r"<img [^>]*>")
_ALT, _FILE = re.compile(r' alt="([^"]*)"'), re.compile(r' src="(?:[^"]*/)?([^"/]+)"')
_MARKDOWN = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_OTHER = re.compile(r"<span data-field[^>]*></span>")


def shown(text: str, block: bool = True, pictures: Container[str] = ()) -> str:
    """Markdown as HTML that stands alone: no links into the course.

    Of its pictures the named ones stand where Moodle looks for them, words for all others.
    """
    writer = ProseWriter(Context(), Problems(""), forgiving=True)
    made = str(writer.rich(text, 1) if block else writer.inline(text, 1))
    made = _LINK.sub(r"\1", made)
    return _OTHER.sub("", _IMAGE.sub(lambda one: _image(one[0], pictures), made)).strip()


def _image(tag: str, pictures: Container[str]) -> str:
    alt, file = _ALT.search(tag), _FILE.search(tag)
    words = alt[1] if alt else ""
    if file is None or file[1] not in pictures:
        return f"(Bild: {words})"
    return f'<img src="@@PLUGINFILE@@/{file[1]}" alt="{words}">'


def pictures_in(question: Carried) -> set[str]:
    """The names of all pictures that this question shows."""
    return {name.rpartition("/")[2] for name in _MARKDOWN.findall(str(question))}


def words(text: str, block: bool = False) -> str:
    """Markdown as plain words on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown(text, block))).split())


def losses(question: Carried, to: str) -> list[str]:
    """German sentences; `to` is 'gift' or 'xml'."""
    named = (
        (
            question.kind == "order" and to == "gift",
            "wird in Moodle eine Zuordnung von Nummern zu Schritten",
        ),
        (question.kind == "multi", "Moodle gibt auch für einen Teil der Antworten Punkte"),
        (bool(question.told), "Erklärungen typischer Verwechslungen fehlen"),
        (bool(question.hints) and _loses_hints(question, to), "Hinweise fehlen"),
        (bool(question.flawed), "fehlerhafte Optionen fehlen"),
        (bool(question.unit), f"die Einheit „{question.unit}“ fehlt"),
        (_has_formatting(question, to), "Auszeichnungen rechts in der Zuordnung fehlen"),
        (_loses_pictures(question, to), "Bilder stehen als Worte da"),
    )
    return [text for applies, text in named if applies]


def _loses_hints(question: Carried, to: str) -> bool:
    return to == "gift" or question.kind == "truefalse"


def _loses_pictures(question: Carried, to: str) -> bool:
    plain = str(question) if to == "gift" else str([right for _, right in question.pairs])
    return "![" in plain


def _has_formatting(question: Carried, to: str) -> bool:
    plain = [right for _, right in question.pairs] + (question.steps if to == "gift" else [])
    return any("<" in shown(text, block=False) for text in plain)


def cannot_leave(question: Carried) -> str:
    """Why Moodle would not take this question at all; empty when it would."""
    if sum(choice.right for choice in question.choices) > MOST_RIGHT:
        return f"Moodle kennt höchstens {MOST_RIGHT} richtige Antworten."
    if question.kind in ("single", "multi", "truefalse") and len(question.choices) < 2:
        return "Ohne die fehlerhaften Optionen bleibt nur eine übrig."
    return "" if words(question.prompt, block=True) else "Ihr Fragetext hat keine Worte."


def lefts_and_rights(question: Carried) -> list[tuple[str, str]]:
    """The pairs of a matching question, left in Markdown, right in plain words; steps are numbered.

    Moodle asks for three answers at least: the third may belong to nothing.
    """
    pairs = [(f"{place}.", step) for place, step in enumerate(question.steps, start=1)]
    made = [(left, words(right)) for left, right in question.pairs or pairs]
    return made if len(made) > 2 else [*made, ("", "passt nirgends")]
