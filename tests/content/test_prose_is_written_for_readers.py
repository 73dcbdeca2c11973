from typing import Any

import pytest

from leaderacademy.content.context import Context, Picture
from leaderacademy.content.course import Example, FieldRef, Prose, Remember
from leaderacademy.content.footnotes import take_footnotes
from leaderacademy.content.parser import count_words
from leaderacademy.content.prose import slugify
from leaderacademy.content.typography import typeset
from tests.content.writing import lesson, terms

NB = "\u00a0"
NOTES = """
Eins[^a], zwei[^b], eins[^a].

[^a]: Note **A**
  geht weiter.
[^b]: Note B.
"""
EXAMPLE = """
Text.

::: example
Beispiel[^a].
:::

::: remember
Satz.
:::

[^a]: Note.
"""
TABLE = """
::: question f
Was
nun?

| a |
|---|
| b |

- (x) Ja
  > - eins
  > - zwei
- ( ) Nein
  > So.
:::
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" data-interactive="x"><path d="M0 0"/></svg>'


def shown(body: str, context: Context | None = None) -> Any:
    parsed = lesson(body, context)
    assert parsed.lesson is not None
    return parsed.lesson


def prose(body: str, context: Context | None = None) -> str:
    return "".join(b.html for b in shown(body, context).blocks if isinstance(b, (Prose, Example)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("In 10 Jahren", f"In 10{NB}Jahren"),
        ("z. B. so", f"z.{NB}B. so"),
        ("z.B. so", f"z.{NB}B. so"),
        ("92 % und 5 €", f"92{NB}% und 5{NB}€"),
        ("3,2 Mio. €", f"3,2{NB}Mio.{NB}€"),
        ("am 31. Dezember", f"am 31.{NB}Dezember"),
        ("ja - nein", f"ja{NB}– nein"),
        ("ja – nein", f"ja{NB}– nein"),
        ("Lektion 5", f"Lektion{NB}5"),
        ("§ 7", f"§{NB}7"),
        ("warte...", "warte…"),
        ("Ich hab's", "Ich hab’s"),
        ('Er sagt "ja" und („"nein"“)', "Er sagt „ja“ und („„nein““)"),
        ("„Getippt“ bleibt", "„Getippt“ bleibt"),
        ("10 Jahresziele", "10 Jahresziele"),
    ],
)
def test_typography_is_german(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


def test_a_quote_after_bold_words_closes() -> None:
    assert "„<strong>Ja</strong>“" in prose('\n"**Ja**"\n')


def test_code_is_left_alone() -> None:
    text = '\n`10 Jahre "x" [Q1] {{ y }}` und\n\n```\n::: question x\n"10 Jahre"\n```\n'
    html = prose(text, Context(fields=frozenset(), sources=frozenset({"Q2"})))
    assert '<code>10 Jahre "x" [Q1] {{ y }}</code>' in html
    assert "::: question x" in html


def test_the_first_paragraph_is_the_lead() -> None:
    found = shown("\nZweiter.\n")
    assert found.lead == "Der Einstieg."
    assert found.blocks[0].html == "<p>Zweiter.</p>"


@pytest.mark.parametrize(
    "start", ["## Kopf", "- Punkt", "1. Punkt", "> Zitat", "| a |", "```\nx\n```"]
)
def test_a_lesson_may_begin_without_a_lead(start: str) -> None:
    from leaderacademy.content.parser import parse_lesson
    from tests.content.writing import HEAD, PATH

    parsed = parse_lesson(f"{HEAD}\n{start}\n", PATH)
    assert parsed.lesson is not None
    assert parsed.lesson.lead == ""


def test_a_lesson_may_begin_with_a_block_or_only_notes() -> None:
    from leaderacademy.content.parser import parse_lesson
    from tests.content.writing import HEAD, PATH

    parsed = parse_lesson(f"{HEAD}\n[^a]: Note.\n\n::: remember\nSatz[^a].\n:::\n", PATH)
    assert parsed.lesson is not None
    assert parsed.lesson.lead == ""
    assert 'id="fn-a"' in str(parsed.lesson.blocks[-1].html)  # type: ignore[union-attr]


def test_headings_get_anchors_and_stay_unique() -> None:
    found = shown("\n## Größe & Maß\n\n## Größe & Maß\n\n### „Klein“\n\n## !!!\n")
    assert [heading.id for heading in found.headings] == [
        "abschnitt-groesse-mass",
        "abschnitt-groesse-mass-2",
        "abschnitt-klein",
        "abschnitt-ohne-titel",
    ]
    assert [heading.level for heading in found.headings] == [2, 2, 3, 2]
    assert found.headings[0].text == "Größe & Maß"
    assert '<h2 id="abschnitt-groesse-mass">' in found.blocks[0].html


def test_a_term_is_linked_at_its_first_use_only() -> None:
    html = prose("\nEin Lead und ein Lead.\n\nLeads gibt es.\n", Context(terms=terms("Lead")))
    assert html.count('<a class="term" href="/glossar#lead">Lead</a>') == 1
    assert html.count('class="term"') == 1


@pytest.mark.parametrize(
    "text", ["## Lead", "[Lead](/kurs)", "`Lead`", "Leader", "Lead-Liste", "Mis-Lead"]
)
def test_a_term_is_not_linked_in_headings_links_code_or_other_words(text: str) -> None:
    assert 'class="term"' not in prose(f"\n{text}\n", Context(terms=terms("Lead")))


def test_a_term_that_could_never_be_linked_is_a_warning() -> None:
    parsed = lesson("\n## Unser Lead\n\nText.\n", Context(terms=terms("Lead", "Marke")))
    assert len(parsed.problems) == 1
    assert parsed.problems[0].text == (
        "Der Glossarbegriff „Lead“ ist nicht verknüpft, weil er nur in Überschriften oder Links "
        "steht. Nennen Sie ihn einmal im Text."
    )
    assert parsed.problems[0].line == 9


def test_a_term_with_a_blank_is_found_across_a_hard_blank() -> None:
    html = prose("\nDas Lektion 5 hier.\n", Context(terms=terms("Lektion 5")))
    assert f'href="/glossar#lektion 5">Lektion{NB}5</a>' in html


def test_source_marks_become_links() -> None:
    context = Context(sources=frozenset({"Q3", "Q4"}))
    html = prose("\nBelegt [Q3, Q4]. Auch in **fett [Q4]**.\n", context)
    link = '<a href="/quellen#q3" aria-label="Quelle Q3">Q3</a>'
    assert f'Belegt<sup class="source">{link}, <a href="/quellen#q4"' in html
    assert "[Q4]" in prose("\nOhne Liste [Q4].\n")
    assert "[Q4]" in prose("\n[Mehr [Q4] hier](/kurs)\n", context)


def test_footnotes_stand_below_the_text_that_mentions_them() -> None:
    html = prose(
        "\nEins[^a], zwei[^b], eins[^a].\n\n[^a]: Note **A**\n  geht weiter.\n[^b]: Note B.\n"
    )
    assert html.count('id="fnref-a"') == 1
    assert html.count('href="#fn-a"') == 2
    assert '<li id="fn-a" value="1">Note <strong>A</strong>\ngeht weiter.' in html
    assert '<li id="fn-b" value="2">' in html
    assert html.index("</p>") < html.index('<ol class="footnotes">')


def test_a_note_of_the_lead_stands_below_the_first_prose() -> None:
    from leaderacademy.content.parser import parse_lesson
    from tests.content.writing import HEAD, PATH

    parsed = parse_lesson(f"{HEAD}\nLead[^a].\n\nText.\n\n[^a]: Note.\n", PATH)
    assert parsed.lesson is not None
    assert 'href="#fn-a"' in parsed.lesson.lead
    assert 'id="fn-a"' in str(parsed.lesson.blocks[0].html)  # type: ignore[union-attr]


def test_a_note_of_the_last_example_stands_below_it() -> None:
    found = shown(
        "\nText.\n\n::: example\nBeispiel[^a].\n:::\n\n::: remember\nSatz.\n:::\n\n[^a]: Note.\n"
    )
    assert [type(block) for block in found.blocks] == [Prose, Example, Remember]
    assert 'id="fn-a"' in found.blocks[1].html


def test_blocks_without_notes_are_left_as_they_are() -> None:
    from leaderacademy.content.blocks import Chunk

    chunk = Chunk("prose", "", ("Text",), 1)
    assert take_footnotes(chunk) == (chunk, [])


def test_the_learners_words_have_their_place() -> None:
    context = Context(fields=frozenset({"hafen"}))
    found = shown("\nSie schrieben: {{ hafen }}, {{hafen}}\n", context)
    pieces = found.blocks[0].pieces
    assert [type(piece).__name__ for piece in pieces] == [
        "Markup", "FieldRef", "Markup", "FieldRef", "Markup",
    ]  # fmt: skip
    assert pieces[1] == FieldRef("hafen")
    assert "".join(str(p) for p in pieces if not isinstance(p, FieldRef)).startswith("<p>Sie")
    assert '<span data-field="hafen"></span>' in found.blocks[0].html


def test_tables_lists_and_definitions_are_rendered() -> None:
    html = prose("\n| | a |\n|---|--:|\n| x | y |\n\nWort\n: Bedeutung\n\n- **K** – eins\n")
    assert '<th class="align-right">a</th>' in html
    assert "<td></td>" in html
    assert "<dt>Wort</dt>" in html
    assert f"<li><strong>K</strong>{NB}– eins</li>" in html
    assert "style=" not in html


def test_links_to_files_lead_to_pages() -> None:
    parsed = lesson("\n[a](020-im-takt.md) [b](../pages/impressum.md#x) [c](https://x.de)\n")
    assert [link.address for link in parsed.links] == [
        "/kurs/im-takt",
        "/impressum#x",
        "https://x.de",
    ]
    assert (parsed.links[2].line, parsed.links[2].column) == (9, 54)


def test_pictures_in_prose_are_served_from_the_media_folder() -> None:
    context = Context(pictures={"boot.png": Picture("boot.png", None)})
    html = prose('\n![Ein "Boot"](boot.png)\n', context)
    assert 'src="/medien/boot.png"' in html
    assert lesson("\n![Boot](boot.png)\n", context).problems == ()


def test_figures_are_inlined_with_their_alternative() -> None:
    context = Context(pictures={"hafen.svg": Picture("hafen.svg", SVG)})
    figure = shown(
        '\n::: figure hafen "Der **Hafen**"\nEin Hafen &\nein *Boot*.\n:::\n', context
    ).blocks[0]
    assert (figure.name, figure.svg, figure.interactive) == ("hafen", SVG, True)
    assert figure.alt == "Ein Hafen & ein Boot."
    assert figure.caption == "Der <strong>Hafen</strong>"


def test_prompts_of_one_paragraph_carry_no_paragraph_tag() -> None:
    found = shown(TABLE).questions[0]
    assert found.prompt.startswith("<p>Was\nnun?</p>\n<table>")
    assert found.options[0].explanation.startswith("<ul>")
    assert found.options[1].explanation == "So."


def test_slugs_are_plain_words() -> None:
    assert slugify("Größe: „Maß“ & Übermut!") == "groesse-mass-uebermut"


def test_only_words_that_are_read_are_counted() -> None:
    assert count_words("Eins – zwei.\n| drei | vier |\n- fünf\n") == 3


def test_without_a_media_folder_figures_have_no_drawing() -> None:
    figure = shown("\n::: figure hafen\nEin Hafen.\n:::\n").blocks[0]
    assert (figure.svg, figure.interactive) == ("", False)


def test_windows_line_ends_make_no_difference() -> None:
    from leaderacademy.content.parser import parse_lesson
    from tests.content.writing import HEAD, LEAD, PATH

    text = f"{HEAD}{LEAD}\n~~~\nx\n~~~\n\n::: remember\nSatz.\n:::\n"
    windows = parse_lesson(text.replace("\n", "\r\n"), PATH)
    assert windows == parse_lesson(text, PATH)
