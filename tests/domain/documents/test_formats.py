"""What each format becomes, and what becomes of files that are not what they seem."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from pypdf import PdfReader, PdfWriter

from domain.documents.document import LONGEST_TEXT, DocumentDraft, TextFormat
from domain.documents.formats.whole import LARGEST_WHOLE
from domain.documents.reading import Readout, Unreadable, format_of, read_stream, stem_of
from domain.errors import InvalidInput


def read(filename: str, data: bytes, most_unpacked: int | None = None) -> list[Readout]:
    stream = io.BytesIO(data)
    how = format_of(filename)
    return list(read_stream(stream, how, stem_of(filename), most_unpacked=most_unpacked))


def one(filename: str, data: bytes) -> DocumentDraft:
    (draft,) = read(filename, data)
    assert isinstance(draft, DocumentDraft)
    return draft


def pdf(*pages: str, title: str = "") -> bytes:
    """A PDF with a line of text on each page, an empty one for no text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    page, fonts = "/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]", "<< /Font << /F1 3 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects += [
            f"<< {page} /Contents {5 + 2 * number} 0 R /Resources {fonts} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects.append(f"<< /Title ({title}) >>")
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{each}\nendobj\n".encode())
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R ".encode())
    out.write(f"/Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def encrypted(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


NOT_UTF8 = "naïve café".encode("latin-1")
UTF16 = '{"text": "x"}'.encode("utf-16")
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
ALL = ("a.md", "a.txt", "a.html", "a.pdf", "a.csv", "a.jsonl")


@pytest.mark.parametrize("filename", ALL)
@pytest.mark.parametrize(
    "data", [b"", b" \n ", b"\xef\xbb\xbf", NOT_UTF8, UTF16, PICTURE, b"a\x00b"]
)
def test_what_holds_no_text_gives_no_document_and_says_why(filename: str, data: bytes) -> None:
    found: list[Readout] = []
    with suppress(InvalidInput):
        found = read(filename, data)
        assert found
    assert all(isinstance(each, Unreadable) and each.reason for each in found)


@pytest.mark.parametrize("filename", ALL)
@pytest.mark.parametrize(
    "damage",
    [b"not gzip at all", gzip.compress(b"x" * 5_000)[:-9]],
    ids=[
        "other",
        "cut",
    ],  # the bytes hold the time, and processes must agree on the names of the tests
)
def test_a_damaged_archive_is_said_to_be_one(filename: str, damage: bytes) -> None:
    with pytest.raises(InvalidInput, match="damaged"):
        read(f"{filename}.gz", damage)


@pytest.mark.parametrize("filename", ["a.md", "a.txt", "a.html", "a.pdf"])
def test_a_small_file_that_unpacks_to_a_large_one_is_refused(filename: str) -> None:
    bomb = gzip.compress(b"word " * (LARGEST_WHOLE // 5 + 1))
    assert len(bomb) < 100_000
    with pytest.raises(InvalidInput, match="larger than 50,000,000 bytes"):
        read(f"{filename}.gz", bomb)


def test_a_packed_stream_of_records_has_a_bound_where_one_is_given() -> None:
    bomb = gzip.compress(b'{"text": "x"}\n' * 500_000)
    assert len(read("a.jsonl.gz", bomb)) == 500_000
    with pytest.raises(InvalidInput, match="unpacks to more than 1,000,000 bytes"):
        read("a.jsonl.gz", bomb, most_unpacked=1_000_000)


class Endless(io.BufferedIOBase):
    """A line that goes on for 400 MB, then a good one."""

    def __init__(self) -> None:
        self._left = 400_000_000
        self._end = b'\n{"text": "good"}'

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1) -> bytes:
        if self._left > 0:
            self._left -= size
            return b"x" * size
        end, self._end = self._end, b""
        return end


def test_an_endless_line_is_skipped_in_little_memory() -> None:
    tracemalloc.start()
    bad, good = read_stream(Endless(), format_of("a.jsonl"), "a")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Unreadable)
    assert (bad.line, "longer than 4,000,000 bytes" in bad.reason) == (1, True)
    assert isinstance(good, DocumentDraft)
    assert peak < 30_000_000


def test_of_a_hundred_thousand_lines_three_bad_ones_are_named() -> None:
    bad = {17: b"{", 50_000: b'{"text": "\\ud800"}', 99_999: b'{"id": "x"}'}
    lines = (
        bad.get(number) or json.dumps({"id": str(number), "text": f"Text {number}."}).encode()
        for number in range(1, 100_001)
    )
    found = read("a.jsonl", b"\n".join(lines))
    refused = [each for each in found if isinstance(each, Unreadable)]
    assert len(found) == 100_000
    assert [each.line for each in refused] == [17, 50_000, 99_999]
    assert "not JSON" in refused[0].reason
    assert "no text" in refused[1].reason


def test_json_lines_may_begin_with_a_mark_and_have_numbers_for_ids() -> None:
    draft = one("a.jsonl", b'\xef\xbb\xbf{"id": 7, "text": "x", "title": null, "tags": ["a"]}')
    assert (draft.reference, draft.title, draft.tags) == ("7", "7", ("a",))
    (wrong,) = read("a.jsonl", b'{"id": 1.5, "text": "x"}')
    assert wrong == Unreadable(1, "id is not a string")
    (deep,) = read("a.jsonl", b"[" * 100_000)
    assert deep == Unreadable(1, "not JSON: nested too deeply")
    (long,) = read("a.jsonl", b'{"text": ' + b"9" * 5_000 + b"}")
    assert long == Unreadable(1, "not JSON: a number is too long to read")


def test_csv_takes_its_columns_by_name_and_names_bad_rows_by_their_first_line() -> None:
    text = (
        "\ufeffID;Title; Text ;Tags;effective_date;other\n"
        'A-1;One;"First;\nsecond ""line""";x, y;2024-01-02;z\n'
        ";;;;;\n"
        'B;Two;"a\nb";;tomorrow;\n'
        "C;Three;Last\n"
        "D;Four;x;;;;too many\n"
    )
    found = read("a.csv", text.encode())
    first, empty, wrong, last, long = found
    assert isinstance(first, DocumentDraft)
    assert first.text == 'First;\nsecond "line"'
    assert (first.reference, first.title, first.tags) == ("A-1", "One", ("x", "y"))
    assert (first.effective_date, first.format) == (date(2024, 1, 2), TextFormat.RECORD)
    assert isinstance(last, DocumentDraft)
    assert (last.reference, last.source) == ("C", "a")
    assert [each.line for each in (empty, wrong, long) if isinstance(each, Unreadable)] == [4, 5, 8]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_knows_its_delimiter_by_the_header(delimiter: str) -> None:
    data = delimiter.join(["id", "text"]) + "\n" + delimiter.join(["1", "some, text; here"])
    quoted = data.replace("some, text; here", '"some, text; here"')
    assert one("a.csv", quoted.encode()).text == "some, text; here"


def test_csv_without_a_text_column_says_what_it_has_instead() -> None:
    with pytest.raises(
        InvalidInput, match=r"no column is called text; .* names the columns, and is: 'id,body'"
    ):
        read("a.csv", b"id,body\n1,x\n")
    with pytest.raises(InvalidInput, match="twice"):
        read("a.csv", b"text,text\n1,x\n")


def test_a_row_that_is_not_utf8_spoils_no_other() -> None:
    first, second = read("a.csv", b"id,text\n1,caf\xe9\n2,fine\n")
    assert isinstance(first, Unreadable)
    assert first.line == 2
    assert isinstance(second, DocumentDraft)


def test_a_quote_that_never_ends_is_an_error_after_the_rows_before_it() -> None:
    rows: Iterator[Readout] = read_stream(
        io.BytesIO(b'id,text\n1,good\n2,"never\nends\n'), format_of("a.csv"), "a"
    )
    assert isinstance(next(rows), DocumentDraft)
    with pytest.raises(InvalidInput, match=r"line 3: not CSV: .*; nothing from there on was read"):
        next(rows)


PAGE = """<!doctype html><html><head><meta charset="latin-1"><title> The
 Page </title><style>p { color: red }</style><script>if (a < b) { "</p>" }</script></head>
<body><nav><a href="/">Home</a></nav>
<h1>Escrow <em>accounts</em></h1><p>Taxes &amp; insurance, caf&eacute;.<p># not a heading
<ul> <li><p>One</p></li> <li>Two<br>lines</li> </ul>
<h2>Costs</h2><table> <tr> <th>Item</th> <th>Cost</th></tr> <tr><td>Tax<td>$1,200</table>
<pre>a
   b</pre><noscript>Turn on JavaScript</noscript><p>End</p></body></html>"""


def test_html_becomes_markdown_with_the_pages_own_headings() -> None:
    draft = one("page.html", PAGE.encode())
    assert (draft.title, draft.reference, draft.format) == ("The Page", "page", TextFormat.MARKDOWN)
    assert draft.text == (
        "# Escrow accounts\n\nTaxes & insurance, café.\n\n\\# not a heading\n\n"
        "- One\n- Two\nlines\n\n## Costs\n\nItem | Cost\nTax | $1,200\n\na\n   b\n\nEnd"
    )


def test_html_without_a_title_takes_its_first_heading_and_nothing_is_too_deep() -> None:
    page = b"<div>" * 100_000 + b"<h2>Deep</h2>text"
    draft = one("page.htm", page)
    assert (draft.title, draft.text) == ("Deep", "## Deep\n\ntext")


def test_a_pdf_is_read_by_the_page() -> None:
    draft = one("guide.pdf", pdf("First page.", "", "# Third page.", title="A guide"))
    assert draft.text == "# Page 1\n\nFirst page.\n\n# Page 3\n\n\\# Third page."
    assert (draft.title, draft.reference, draft.format) == (
        "A guide",
        "guide",
        TextFormat.MARKDOWN,
    )
    assert one("guide.pdf.gz", gzip.compress(pdf("Packed."))).text == "# Page 1\n\nPacked."


def test_a_pdf_that_anyone_may_open_is_read_and_another_is_not() -> None:
    assert "First" in one("a.pdf", encrypted(pdf("First page."), "")).text
    with pytest.raises(InvalidInput, match="encrypted and needs a password"):
        read("a.pdf", encrypted(pdf("First page."), "secret"))


def test_a_pdf_without_text_and_a_broken_one_say_so() -> None:
    with pytest.raises(InvalidInput, match="no text on any page"):
        read("a.pdf", pdf("", ""))
    for broken in (pdf("First page.")[:200], b"%PDF-1.7\nnonsense", PICTURE):
        with pytest.raises(InvalidInput, match="not a PDF that can be read"):
            read("a.pdf", broken)


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_kept() -> None:
    data = pdf("First page.", "Second page.", "Third page.")
    problem, draft = read("a.pdf", data.replace(b"(Second page.) Tj", b"(Second page.  Tj "))
    assert isinstance(problem, Unreadable)
    assert (problem.line, "page 2 cannot be read" in problem.reason) == (2, True)
    assert isinstance(draft, DocumentDraft)
    assert draft.text == "# Page 1\n\nFirst page.\n\n# Page 3\n\nThird page."


def test_a_long_text_comes_in_parts_that_are_cut_between_paragraphs() -> None:
    paragraph = "A sentence about loans. " * 40 + "\n\n"
    text = paragraph * (2_500_000 // len(paragraph))
    parts = [part for part in read("long.md", text.encode()) if isinstance(part, DocumentDraft)]
    assert [part.title for part in parts] == [f"long (part {n} of 3)" for n in (1, 2, 3)]
    assert {part.reference for part in parts} == {"long"}
    assert "".join(part.text for part in parts) == text
    assert all(len(part.text) <= LONGEST_TEXT for part in parts)
    assert all(part.text.strip().startswith("A sentence") for part in parts)
    unbroken = read("long.txt", b"x" * 1_500_000)
    assert [len(p.text) for p in unbroken if isinstance(p, DocumentDraft)] == [1_000_000, 500_000]


@pytest.mark.parametrize("tag", ["\x00", "\udc80", "x" * 101])
def test_tags_are_checked_like_all_else(tag: str) -> None:
    with pytest.raises(InvalidInput):
        DocumentDraft(text="x", title="x", tags=(tag,))
