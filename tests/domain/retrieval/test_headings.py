from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.headings import sections

MARKDOWN = """Preface.

# Loans
## Payments
A payment is due monthly.

### Late ##
A fee may apply.
## Prepayment
None.
"""


def test_each_section_knows_the_headings_above_it() -> None:
    found = [(s.heading_path, MARKDOWN[s.start : s.end].strip()) for s in sections(MARKDOWN)]

    assert found == [
        ((), "Preface."),
        (("Loans", "Payments"), "# Loans\n## Payments\nA payment is due monthly."),
        (("Loans", "Payments", "Late"), "### Late ##\nA fee may apply."),
        (("Loans", "Prepayment"), "## Prepayment\nNone."),
    ]


def test_a_fenced_block_has_no_headings() -> None:
    text = "# A\n```python\n# a comment\n~~~\n# still\n````\n# B\ntext"

    assert [s.heading_path for s in sections(text)] == [("A",), ("B",)]


def test_a_sign_without_a_blank_is_no_heading() -> None:
    assert [s.heading_path for s in sections("#hashtag\n####### seven\ntext")] == [()]


@given(st.lists(st.sampled_from(["# A", "### C", "text", "", "```", "\u2028", "x\r"])))
def test_sections_are_the_whole_text(lines: list[str]) -> None:
    text = "\n".join(lines)

    found = list(sections(text))

    assert "".join(text[s.start : s.end] for s in found) == text
