import pytest

from leaderacademy.content.course import Logbook
from tests.content.fields import read

HEAD = "documents:\n  - {key: d, title: D}\nfields:\n  - key: a\n    document: d\n    label: A\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            HEAD + "    typ: text\n",
            ":7:5: Fehler: Die Angabe „typ“ gibt es bei einem Feld nicht. Meinten Sie „type“?",
        ),
        (
            HEAD + "    type: tekst\n",
            ":7:5: Fehler: „tekst“ geht bei „type“ nicht. Meinten Sie „text“?",
        ),
        (HEAD + "    type: [text]\n", ":7:5: Fehler: „type“ braucht einen Text."),
        (HEAD + "    type: list\n", ":7:5: Fehler: Eine Liste braucht „item“ oder „columns“."),
        (HEAD + "    type: choice\n", ":7:5: Fehler: Eine Auswahl braucht „options“ oder"),
        (HEAD + "    options: ja\n", ":7:5: Fehler: „options“ braucht eine Liste"),
        (HEAD + "    length: [9, 3]\n", ":7:5: Fehler: „length“ braucht zwei ganze Zahlen"),
        (HEAD + "    min: viel\n", ":7:5: Fehler: „min“ braucht eine Zahl"),
        (HEAD + "    min: true\n", ":7:5: Fehler: „min“ braucht eine Zahl"),
        (HEAD + "    hook: eins\n", ":7:5: Fehler: „hook“ braucht eine ganze Zahl."),
        (HEAD + "    fixed_rows: x\n", ":7:5: Fehler: „fixed_rows“ braucht eine Liste von Texten."),
        (HEAD + "    item: Idee\n", ":7:5: Fehler: „item“ braucht Angaben der Form"),
        (
            HEAD + "    columns: [x]\n",
            ":7:15: Fehler: Hier werden Zeilen der Form „name: Wert“ erwartet.",
        ),
        (HEAD + "    columns: x\n", ":7:5: Fehler: „columns“ braucht eine Liste"),
        (HEAD + "    from: irgendwann\n", ":7:5: Fehler: „irgendwann“ ist kein Zeitpunkt."),
        (
            HEAD + "    after: b\n",
            ":4:1: Fehler: „after“ von „a“ nennt das Feld „b“, das es nicht gibt.",
        ),
        (
            HEAD + "    type: computed\n    compute: quot\n",
            ":4:1: Fehler: Die Berechnung „quot“ von „a“ gibt es nicht. Meinten Sie „quote“?",
        ),
        (
            HEAD + "    hints:\n      - {when: ja, say: x}\n",
            ":8:10: Fehler: „when“ braucht genau eine Bedingung",
        ),
        (
            HEAD + "    hints:\n      - {when: {contain: x}, say: x}\n",
            "Die Angabe „contain“ gibt es als Bedingung nicht. Meinten Sie „contains“?",
        ),
        (
            HEAD + "    hints:\n      - {when: {rule: twice_opened}, say: x}\n",
            "Die Regel „twice_opened“ gibt es nicht. Meinten Sie „twice_open“?",
        ),
        (
            HEAD + "  - {key: a, document: d, label: B}\n",
            ":7:1: Fehler: Das Feld „a“ steht schon in Zeile 4.",
        ),
        (
            HEAD.replace("document: d", "document: e"),
            ":4:1: Fehler: Das Dokument „e“ von „a“ gibt es nicht.",
        ),
        ("fields:\n  - {document: d, label: B}\n", ":2:5: Fehler: Hier fehlt „key“."),
        (
            "criteria:\n  - {key: c, label: C, points: [a]}\n",
            ":2:24: Fehler: „points“ braucht vier Texte",
        ),
        (
            "felder: []\n",
            ":1:1: Fehler: Die Angabe „felder“ gibt es in logbook.yml nicht. Meinten Sie „fields“?",
        ),
    ],
)
def test_mistakes_are_named(text: str, sentence: str) -> None:
    assert any(sentence in problem for problem in read(text)[1]), read(text)[1]


def test_columns_may_refer_to_each_other_and_to_fields() -> None:
    columns = (
        "    type: list\n    columns:\n      - {key: x, label: X, differs_from: y}\n"
        "      - {key: y, label: Y, differs_from: a}\n"
    )
    logbook, problems = read(HEAD + columns)
    assert problems == []
    known = logbook.field("a")
    assert known is not None
    assert known.column("y").label == "Y"
    with pytest.raises(KeyError):
        known.column("z")


def test_a_logbook_answers_by_key() -> None:
    logbook, problems = read(
        HEAD + "    lesson: l\n    visible: private\n    options: [ja]\n    type: choice\n"
    )
    assert problems == []
    known = logbook.field("a")
    assert known is not None
    assert known.is_private
    assert known.label_of("ja") == "ja"
    assert known.label_of("weg") == "weg"
    assert logbook.fields_of("d") == logbook.fields_of_lesson("l") == (known,)
    document = logbook.document("d")
    assert document is not None
    assert document.fields == (known,)
    assert logbook.document("e") is None
    assert Logbook().field("a") is None
