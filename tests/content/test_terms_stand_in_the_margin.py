from markupsafe import Markup

from leaderacademy.content.context import Context
from leaderacademy.content.course import Prose, Term
from tests.content.writing import lesson


def lesson_html(body: str, context: Context) -> str:
    return "".join(b.html for b in lesson(body, context).lesson.blocks if isinstance(b, Prose))


def test_a_term_is_explained_beside_the_paragraph_that_uses_it_first() -> None:
    html = lesson_html(
        "\nEin Lead ist viel wert.\n\n- Noch ein Funnel\n\nUnd Leads.\n",
        Context(
            terms=(
                Term("lead", "Lead", Markup("Jemand mit <i>Interesse</i>."), ("Leads",)),
                Term("funnel", "Funnel", Markup("Der Weg.")),
            )
        ),
    )
    note = '<span class="margin-note" role="note"><b>Lead</b> Jemand mit <i>Interesse</i>.</span>'
    assert html.count("margin-note") == 1  # a list has no margin; a second use no second note
    assert f"{note}</p>" in html
    assert html.index(note) < html.index("Noch ein")
