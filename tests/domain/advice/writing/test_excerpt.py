from hypothesis import given
from hypothesis import strategies as st

from domain.advice.grounding.markup import without_markup
from domain.advice.writing.excerpt import LONGEST_EXCERPT, excerpt, is_example

LONG = "Nothing else of interest is said here, and it is said at length. " * 6
TEXT = (
    f"{LONG}Escrow accounts are common. A creditor shall notify an applicant of action taken within 30 "
    "days after receiving a completed application. Payments are due monthly."
)


def test_the_sentence_that_answers_comes_first() -> None:
    chosen = excerpt(TEXT, "When must a creditor notify an applicant?")
    assert chosen.startswith("A creditor shall notify an applicant")


def test_a_text_that_fits_is_quoted_whole() -> None:
    short = "Escrow accounts are common. Payments are due monthly."
    assert excerpt(short, "When are payments due?") == short


def test_an_example_is_known_by_its_amounts() -> None:
    assert is_example("$280,000 at 6.5% is $1,769.79 a month, with $70,000 down.")
    assert not is_example("Recording fees may rise by up to 10%, or $500.")


def test_a_long_sentence_is_cut_at_a_word() -> None:
    chosen = excerpt("word " * 400, "word")
    assert len(chosen) <= LONGEST_EXCERPT + 2
    assert chosen.endswith("word …")


def test_headings_and_emphasis_are_not_quoted() -> None:
    assert excerpt("## Escrow\nIt **holds** money.", "escrow") == "It holds money."


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_an_excerpt_is_taken_from_the_text_word_for_word(text: str, question: str) -> None:
    chosen = excerpt(text, question).removesuffix("…")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    kept = without_markup(" ".join(lines or text.splitlines()))
    assert _letters(chosen) in _letters(kept)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace() and letter not in "*`")


def test_what_acts_when_it_is_shown_is_quoted_as_words() -> None:
    text = (
        'See ![the rate](https://x.example/?d=1) [here](https://x.example) <img src="y"> \u200b1 %.'
    )
    assert excerpt(text, "rate") == "See the rate here 1 %."
