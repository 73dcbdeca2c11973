"""Texts of course mails: read like pages, advised like prose, never half of one."""

from pathlib import Path

import pytest

from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.context import Context
from leaderacademy.content.mails import in_words, read_mail

HEAD = "---\nsubject: Und jetzt?\nbutton: Weiter\n---\n\n"


def problems(text: str) -> list[str]:
    return [
        str(found) for found in read_mail(text, "content/mails/probe.md", Context())[1].problems
    ]


def test_a_mail_has_subject_button_html_and_words() -> None:
    mail, parsed = read_mail(
        HEAD + "Ein **Satz** mit [Link](/kurs).\n\n- eins\n- zwei\n",
        "content/mails/probe.md",
        Context(),
    )
    assert mail is not None
    assert (mail.slug, mail.subject, mail.button) == ("probe", "Und jetzt?", "Weiter")
    assert "<strong>Satz</strong>" in mail.html
    assert mail.text.startswith("Ein Satz mit Link (/kurs).")
    assert "- eins" in mail.text
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nur Text", "darunter subject:"),
        ("---\nbutton: Weiter\n---\n\nText\n", "Es fehlt der Betreff."),
        ("---\nsubject: Ja\nbuton: Weiter\n---\n\nText\n", "Meinten Sie „button“?"),
        ("---\nsubject: Ja\n---\n\nText\n", "Es fehlt der Knopf."),
        (HEAD + "Wort " * 91, "mehr als 90 Wörter"),
        (
            "---\nsubject: " + "lang " * 20 + "\nbutton: Weiter\n---\n\nText\n",
            "mehr als 70 Zeichen",
        ),
        (HEAD + "<script>alert(1)</script>", "nicht erlaubt"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, words: str) -> None:
    found = problems(text)
    assert any(words in one for one in found), found
    assert all(one.startswith("content/mails/probe.md:") for one in found)


def test_breaks_and_links_survive_as_plain_words() -> None:
    assert in_words("<p>a<br>b</p><p>c &amp; d</p>") == "a\nb\n\nc & d"


def test_a_broken_text_leaves_the_last_good_one_in_use(content_copy: Path) -> None:
    catalogue = Catalogue(content_copy, interval=0)
    file = content_copy / "mails" / "takt-test.md"
    file.write_text(HEAD + "Neuer Text.\n")
    assert catalogue.course().mails["takt-test"].text == "Neuer Text."
    file.write_text("---\nbutton: Weiter\n---\n\nOhne Betreff.\n")
    assert catalogue.course().mails["takt-test"].text == "Neuer Text."
    assert any("Betreff" in problem.text for problem in catalogue.problems())


def test_a_dead_link_in_a_mail_is_named(content_copy: Path) -> None:
    (content_copy / "mails" / "takt-test.md").write_text(HEAD + "[Hier](/kurs/nirgends)\n")
    catalogue = Catalogue(content_copy)
    assert any("mails/takt-test.md" in str(found) for found in catalogue.problems())


def test_the_trainer_who_signs_stands_in_course_yml(content_copy: Path) -> None:
    file = content_copy / "course.yml"
    file.write_text("trainer: Tina Takt\n" + file.read_text())
    assert Catalogue(content_copy).course().trainer == "Tina Takt"
