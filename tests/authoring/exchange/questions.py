"""Questions as trainers may write them, with all the signs that mean something elsewhere."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from leaderacademy.authoring.rules.exchange.carried import FALSE, TRUE, Carried, Choice

SIGNS = "abcäöüßxyzABC 0123456789.,;!?%§€„“\"'()[]{}<>&*_`~=#:\\/|+-→"
WORDS = st.text(SIGNS, min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
TEXTS = WORDS.filter(bool)
MAYBE = st.one_of(st.just(""), TEXTS)
LINES = st.lists(TEXTS, min_size=1, max_size=3).map("\n".join)
NUMBERS = st.decimals(-9999, 9999, places=2)


def _choices(kind: Any) -> Any:
    options = st.lists(
        st.builds(Choice, TEXTS, st.booleans(), MAYBE),
        min_size=2,
        max_size=5,
        unique_by=lambda choice: choice.text,
    )
    return st.builds(Carried, st.just(kind), LINES, choices=options, general=MAYBE)


def _true_or_false(is_true: bool, one: str, other: str) -> list[Choice]:
    return [Choice(TRUE, is_true, one), Choice(FALSE, not is_true, other)]


@st.composite
def _number(draw: Any) -> Carried:
    middle, slack = draw(NUMBERS), draw(st.sampled_from([Decimal(0), Decimal("0.5")]))
    wrong = draw(st.lists(st.tuples(NUMBERS, TEXTS), max_size=2, unique_by=lambda pair: pair[0]))
    question = Carried("number", draw(LINES), general=draw(MAYBE), otherwise=draw(MAYBE))
    question.low, question.high = middle - slack, middle + slack
    question.wrong = [pair for pair in wrong if not question.low <= pair[0] <= question.high]
    question.right_text = draw(TEXTS)
    return question


PAIRS = st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=4, unique_by=lambda pair: pair[0])
STEPS = st.lists(TEXTS, min_size=2, max_size=5, unique=True)
QUESTIONS = st.one_of(
    _choices("single"),
    _choices("multi"),
    st.builds(
        Carried,
        st.just("truefalse"),
        LINES,
        choices=st.builds(_true_or_false, st.booleans(), MAYBE, MAYBE),
        general=MAYBE,
    ),
    st.builds(Carried, st.just("match"), LINES, pairs=PAIRS, general=MAYBE),
    st.builds(Carried, st.just("order"), LINES, steps=STEPS, general=MAYBE),
    _number(),
)
