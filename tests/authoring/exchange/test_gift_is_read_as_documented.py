"""GIFT is read as Moodle documents it, and what has no counterpart is refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from leaderacademy.authoring.rules.exchange.carried import BadFile, Entry
from leaderacademy.authoring.rules.exchange.gift_reading import read_gift


def one(text: str) -> Entry:
    """The only question of a text."""
    (entry,) = read_gift(text)
    return entry


def block(text: str) -> str:
    """How it is written here, without its first and last line."""
    entry = one(text)
    assert entry.block, entry.reasons
    return entry.block.partition("\n")[2].removesuffix("\n:::\n")


TAKEN = {
    "single": (
        "Wer liegt in Grants Grab?{=Grant ~niemand ~Napoleon}",
        "Wer liegt in Grants Grab?\n\n- (x) Grant\n- ( ) niemand\n- ( ) Napoleon",
    ),
    "feedback": (
        "Was?{=ja#Genau. ~nein#Leider nicht.####Im Ganzen.}",
        "Was?\n\n- (x) ja\n  > Genau.\n- ( ) nein\n  > Leider nicht.\n\n> Im Ganzen.",
    ),
    "several": (
        "Wer?{~%50%Anna ~%50%Bert ~%-100%Carl}",
        "Wer?\n\n- [x] Anna\n- [x] Bert\n- [ ] Carl",
    ),
    "true": ("Die Erde ist rund.{T}", "Die Erde ist rund.\n\n- (x) Stimmt\n- ( ) Stimmt nicht"),
    "false": (
        "Rom liegt in Japan.{FALSE#In Italien.#Richtig.}",
        "Rom liegt in Japan.\n\n- ( ) Stimmt\n  > In Italien.\n- (x) Stimmt nicht\n  > Richtig.",
    ),
    "number": ("Wann geboren?{#1822:5}", "Wann geboren?\n\n= 1.822 ± 5"),
    "range": ("Pi?{#3.141..3.142}", "Pi?\n\n= 3,1415 ± 0,0005"),
    "numbers": (
        "Wie viel?{#=40:0#Ja. =%0%10:0#Das sind die Jahre. =%0%*#Rechnen Sie.}",
        "Wie viel?\n\n= 40\n  > Ja.\n- 10\n  > Das sind die Jahre.\n- sonst\n  > Rechnen Sie.",
    ),
    "match": (
        "Was passt?{=Kanada -> Ottawa =Japan -> Tokio}",
        "Was passt?\n\n- Kanada == Ottawa\n- Japan == Tokio",
    ),
    "escapes": (
        "Was ist 5 \\> 3 \\{oder\\} 2\\: \\~ \\# \\=?{=a\\=b ~c\\~d}",
        "Was ist 5 \\\\> 3 \\{oder\\} 2: ~ # =?\n\n- (x) a=b\n- ( ) c~d",
    ),
    "html": (
        "[html]<p>Was ist <b>fett</b>?</p>{=<i>das</i> ~anderes}",
        "Was ist **fett**?\n\n- (x) *das*\n- ( ) anderes",
    ),
    "markdown": ("[markdown]Was *schräg*?{=ja ~nein}", "Was *schräg*?\n\n- (x) ja\n- ( ) nein"),
    "plain": ("[plain]Was ist *das*?{=ja ~nein}", "Was ist \\*das\\*?\n\n- (x) ja\n- ( ) nein"),
    "own format": ("Was?{=[markdown]*ja* ~[plain]*nein*}", "Was?\n\n- (x) *ja*\n- ( ) \\*nein\\*"),
    "lines": ("Was?\n{\n  =ja\n  ~nein\n}", "Was?\n\n- (x) ja\n- ( ) nein"),
    "line feed": ("Eins\\nZwei?{=ja ~nein}", "Eins\nZwei?\n\n- (x) ja\n- ( ) nein"),
    "comments": ("// vorher\nWas?{=ja\n// dazwischen\n~nein}", "Was?\n\n- (x) ja\n- ( ) nein"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_what_has_a_counterpart_is_taken(name: str) -> None:
    source, expected = TAKEN[name]
    assert one(source).status == "taken"
    assert block(source) == expected


CHANGED = {
    "Der Krieg begann {=1914 ~1939} in Europa.": "Lücke",
    "Was?{=ja ~%50%halb ~nein}": "Teilpunkte (50\u00a0%)",
    "Was?{=ja ~%-50%nein}": "Minuspunkte",
    "Was?{~%70%a ~%30%b ~c}": "verschieden viel",
    "Wie viel sind 2 und 3?{=5}": "als Zahl geprüft",
    "Ordnen Sie.{=1. -> eins =2. -> zwei}": "eine Reihenfolge",
    "Was?{=a -> b =c -> d = -> e}": "ohne linke Seite",
    "[html]Sehen Sie <img src='@@PLUGINFILE@@/boot.png' alt='Boot'>?{=ja ~nein}": "Das Bild „Boot“",
    "[html]Was <script>alert(1)</script>?{=ja ~nein}": "<script>",
    "[html]Ein <a href='javascript\\:alert(1)'>Link</a>?{=ja ~nein}": "Ein Link ist weggefallen",
    "[html]<table><tr><td>a</td><td>b</td></tr></table>{=ja ~nein}": "Tabelle",
    "Was ist \\\\(x^2\\\\)?{=ja ~nein}": "Formel",
    "Wie viel?{#=3:0 =%50%4:0}": "Teilpunkte (50\u00a0%)",
}


@pytest.mark.parametrize("source", CHANGED)
def test_what_changes_says_why(source: str) -> None:
    entry = one(source)
    assert entry.status == "changed", entry
    assert any(CHANGED[source] in reason for reason in entry.reasons), entry.reasons
    assert "script" not in entry.block


REFUSED = {
    "Erzählen Sie.{}": "Freie Antworten",
    "Nur ein Text.": "nur ein Text ohne Antworten",
    "Wer?{=Anna =anna}": "Kurzantworten",
    "Was?{=a ~b": "geschweiften Klammern",
    "Was?}{": "geschweiften Klammern",
    "Was?{=a ~b}\nUnd was?{=c ~d}": "Leerzeile",
    "Was?{=a =b ~c}": "Mehrere Antworten sind ganz richtig",
    "Was?{~a ~b}": "Keine ihrer Antworten",
    "Was?{=a ~a}": "Zwei ihrer Optionen sind gleich",
    "Was?{=a ~ }": "nur eine Option",
    "{=a ~b}": "keinen Fragetext",
    "Was?{#drei}": "keine Zahl",
    "Was?{#=3 =4}": "nicht genau eine richtige Zahl",
    "Was?{#1e400}": "keine Zahl",
    "Was?{=a -> b}": "nur ein Paar",
    "Was?{=a -> b =c}": "fehlt ->",
    "Was?{=a -> b =a -> c}": "linke Seite steht doppelt",
    "Was?{=a -> =c -> d}": "hat keine Antwort",
}


@pytest.mark.parametrize("source", REFUSED)
def test_what_has_no_counterpart_is_refused_with_its_reason(source: str) -> None:
    entry = one(source)
    assert entry.status == "refused", entry
    assert any(REFUSED[source] in reason for reason in entry.reasons), entry.reasons
    assert not entry.block


def test_categories_titles_and_ids_are_read_with_their_lines() -> None:
    text = "// [id:der-hafen]\n$CATEGORY: $course$/Häfen\n\n\n// [id:kurs-1]\n::Titel\\:1::Was?{T}"
    category, question = read_gift(text)
    assert (category.line, category.status, question.line) == (2, "skipped", 6)
    assert question.name == "Titel:1"
    assert question.question is not None
    assert question.question.id == "kurs-1"


def test_text_that_means_something_here_is_shown_and_not_obeyed() -> None:
    source = "[plain]\\::: question\\n- (x) kein\\n1. eins\\n= 5\\n? Wink\\n> Zitat{=ja ~nein}"
    entry = one(source.replace("\\:::", "\\:\\:\\:"))
    assert entry.status == "taken", entry
    assert entry.block.count("- (x) ") == 2  # one of them moved by a blank, so that it is text
    assert "&#58;:: question" in entry.block


def test_numbers_are_exact() -> None:
    question = one("Was?{#0.1:0.05}").question
    assert question is not None
    assert (question.low, question.high) == (Decimal("0.05"), Decimal("0.15"))


ODD = st.text(st.sampled_from("a=~#{}:\\n->%50[]html.*_`<b>&;\n /$T1"), max_size=120)


@given(ODD)
@examples(max_examples=300)
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    try:
        entries = read_gift(text)
    except BadFile:
        return
    assert all(entry.block or entry.reasons for entry in entries)


@pytest.mark.parametrize(
    "text",
    [
        *("{" * 200_000, "=~" * 100_000 + "}", "Was?{" + "=a->" * 60_000 + "}", "\\" * 400_000),
        *("[" * 300_000 + "{=a ~b}", "[html]" + "<b>" * 100_000 + "{=a ~b}", "#" * 400_000),
    ],
)
def test_hostile_text_is_refused_in_bounded_time(text: str) -> None:
    (entry,) = read_gift(text)
    assert entry.status == "refused"
