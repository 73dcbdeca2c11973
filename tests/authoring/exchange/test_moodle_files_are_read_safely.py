"""Moodle XML is read without opening, expanding or fetching anything outside of the file."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from leaderacademy.authoring.rules.exchange.carried import BadFile, Entry
from leaderacademy.authoring.rules.exchange.moodle_reading import read_moodle

LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)
)  # fmt: skip
ENTITIES = f'<!DOCTYPE quiz [<!ENTITY l0 "ha">{LAUGHS}]>'


def quiz(*questions: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<quiz>\n{''.join(questions)}</quiz>".encode()


def question(kind: str, rest: str, prompt: str = "Was?", more: str = "") -> str:
    return (
        f'<question type="{kind}"><name><text>Frage</text></name><questiontext format="html">'
        f"<text><![CDATA[{prompt}]]></text>{more}</questiontext>{rest}</question>\n"
    )


def answer(text: str, fraction: str, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback></answer>'
    )


def one(*questions: str) -> Entry:
    (entry,) = read_moodle(quiz(*questions))
    return entry


YES_NO = answer("ja", "100") + answer("nein", "0")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ENTITIES.encode() + b"<quiz><question><name>&l9;</name></question></quiz>", ""),
        (b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "DOCTYPE"),
        (b'<!DOCTYPE quiz SYSTEM "http://example.net/x.dtd"><quiz/>', "DOCTYPE"),
        ('<!DOCTYPE quiz [<!ENTITY x "y">]><quiz>&x;</quiz>'.encode("utf-16"), "DOCTYPE"),
        (b"<quiz>&nbsp;</quiz>", "Entities"),
        (b"<?xml version='1.0' encoding='UTF-8'?><quiz>\xfc</quiz>", "Kodierung"),
        (b"<?xml version='1.0' encoding='quatsch'?><quiz/>", "Kodierung"),
        (b"<quiz>" + b"<a>" * 5000, "verschachtelt"),
        (b"<quiz>\n\n<question></quiz>", "Zeile\u00a03"),
        (b"<quiz>" + b"x" * 8_000_001, "8\u00a0MB"),
        (quiz(*["<question type='description'/>"] * 501), "mehr als 500"),
        (b"", "kein vollständiges XML"),
    ],
)
def test_what_could_do_harm_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_moodle(data)
    assert said in str(refused.value)


def test_an_external_entity_would_be_read_by_a_careless_parser() -> None:
    from lxml import etree

    careless = etree.XMLParser(resolve_entities=True, load_dtd=True)
    data = b'<!DOCTYPE quiz [<!ENTITY x "boom">]><quiz>&x;</quiz>'
    assert etree.fromstring(data, careless).text == "boom"
    with pytest.raises(BadFile):
        read_moodle(data)


@pytest.mark.parametrize(
    "kind",
    ["essay", "description", "shortanswer", "cloze", "calculated", "ddwtos", "gapselect", "stack"],
)
def test_kinds_without_a_counterpart_are_refused_by_name(kind: str) -> None:
    entry = one(question(kind, YES_NO))
    assert entry.status == "refused"
    assert "gibt es hier nicht" in entry.reasons[-1] or "nur ein Text" in entry.reasons[-1]


def test_lines_are_those_of_the_file() -> None:
    entries = read_moodle(quiz(question("multichoice", YES_NO), question("essay", "")))
    assert [entry.line for entry in entries] == [3, 4]


def test_every_kind_we_have_is_taken() -> None:
    pairs = "".join(
        f'<subquestion format="html"><text>{n}</text><answer><text>{n}{n}</text></answer>'
        "</subquestion>"
        for n in "abc"
    )
    several = "<single>false</single>" + answer("a", "100") + answer("b", "0")
    kinds = {
        "single": question("multichoice", "<single>true</single>" + YES_NO),
        "multi": question("multichoice", several),
        "truefalse": question("truefalse", answer("true", "0") + answer("false", "100")),
        "match": question("matching", pairs),
        "number": question("numerical", answer("37.5", "100", "Ja.")),
        "order": question("ordering", answer("zwei", "2") + answer("eins", "1")),
    }
    entries = read_moodle(quiz(*kinds.values()))
    assert [entry.status for entry in entries] == ["taken"] * 6
    assert [entry.question.kind for entry in entries if entry.question] == list(kinds)
    assert "1. eins\n2. zwei" in entries[-1].block


CHANGES = {
    "Teilpunkte": question("multichoice", YES_NO + answer("halb", "33.33333")),
    "Das Bild „hafen.png“": question(
        "multichoice",
        YES_NO,
        '<p>Was?</p><img src="@@PLUGINFILE@@/hafen.png" alt="">',
        '<file name="hafen.png" encoding="base64">aGFsbG8=</file>',
    ),
    "Punktzahl": question("multichoice", YES_NO + "<defaultgrade>3</defaultgrade>"),
    "Einheiten": question(
        "numerical", answer("3", "100") + "<units><unit><unit_name>m</unit_name></unit></units>"
    ),
    "gemeinsame Rückmeldung": question(
        "multichoice",
        YES_NO + '<correctfeedback format="html"><text>Wie schön!</text></correctfeedback>',
    ),
}


@pytest.mark.parametrize("said", CHANGES)
def test_what_changes_says_why(said: str) -> None:
    entry = one(CHANGES[said])
    assert entry.status == "changed", entry.reasons
    assert any(said in reason for reason in entry.reasons), entry.reasons


def test_moodles_own_sentences_are_not_carried_along() -> None:
    usual = "<correctfeedback format='html'><text>Die Antwort ist richtig.</text></correctfeedback>"
    assert one(question("multichoice", YES_NO + usual)).status == "taken"


def test_html_becomes_markdown_that_cannot_act() -> None:
    prompt = (
        '<p style="color:red" onclick="x()">Ein <strong>Hafen</strong><br>am&nbsp;Meer &lt;b&gt; *'
        'hier*</p><ul><li>eins</li><li>zwei</li></ul><iframe src="http://x"></iframe>'
        '<p><a href="https://example.net/a">Link</a> <code>a_b</code></p>'
    )
    entry = one(question("multichoice", YES_NO, prompt))
    assert (
        "Ein **Hafen**  \nam\u00a0Meer &lt;b> \\*hier\\*\n\n- eins\n- zwei\n\n"
        "[Link](https://example.net/a) `a_b`" in entry.block
    ), entry.block
    assert entry.reasons == ("Eingebettetes (<iframe>) ist weggefallen.",)


HTML = "<p> </p> <b> </b> <ul> <li> </ul> <br> <img> <a> </a> <td> <pre> </pre> <code> </code>"
MARKS = "= ? > == ``` {{ x }} * _ ä 1. &lt; &#0; <blockquote> </li> #".split(" ")  # noqa: SIM905
TAGS = st.sampled_from([*HTML.split(), *MARKS, "::: question", "\n", "- (x) ", "1. ", "= 3", " "])


@given(st.lists(TAGS, max_size=25).map("".join), st.lists(TAGS, max_size=6).map("".join))
@examples(max_examples=150)
def test_any_fragment_is_taken_or_refused(prompt: str, option: str) -> None:
    entry = one(question("multichoice", answer(option, "100") + answer("nein", "0"), prompt))
    assert entry.block or entry.reasons


@given(st.binary(max_size=200))
@examples(max_examples=100)
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadFile):
        read_moodle(b"<quiz>" + data)


@pytest.mark.parametrize(
    "tag", ["<b>", "<ul><li>", "<blockquote>", "<div>", "<a href='https://x.de'>"]
)
def test_deep_nesting_ends_in_bounded_time(tag: str) -> None:
    assert one(question("multichoice", YES_NO, tag * 20_000 + "x")).block
