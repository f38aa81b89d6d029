"""Files that are broken, disguised, or far larger than they look: a sentence each, in little memory."""

from __future__ import annotations

import gzip
import io
import random
import resource
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain.documents.document import LONGEST_TEXT, DocumentDraft
from domain.documents.formats.lines import LONGEST_LINE
from domain.documents.reading import FORMATS, Readout, Unreadable, format_of, read_stream
from domain.errors import InvalidInput

NAMES = [f"a{suffix}" for suffix in FORMATS]
TEXTS = {
    ".jsonl": '{"text": "Größe"}',
    ".ndjson": '{"text": "Größe"}',
    ".csv": "text\nGröße\n",
    ".html": "<p>Größe",
    ".htm": "<p>Größe",
}
"""The same word in each format; plain where it is not named."""


def read(filename: str, data: bytes, most_unpacked: int | None = None) -> list[Readout]:
    how = format_of(filename)
    return list(read_stream(io.BytesIO(data), how, "a", most_unpacked=most_unpacked))


def problem(filename: str, data: bytes) -> str:
    """What is said of a file that gives no document."""
    try:
        found = read(filename, data)
    except InvalidInput as error:
        return error.message
    assert found
    assert not any(isinstance(each, DocumentDraft) for each in found)
    first = found[0]
    assert isinstance(first, Unreadable)
    return first.reason


LARGEST_GROWTH = 300_000_000
"""Bytes by which the process may grow, with what libraries in C take; a bomb would be gigabytes."""


@contextmanager
def in_memory(most: int) -> Iterator[None]:
    """Fail if the block has Python hold more bytes than this at any time, or the process grows much."""
    before = resident()
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most
    assert resident() - before < LARGEST_GROWTH


def resident() -> int:
    """The most bytes that this process has ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


@pytest.mark.parametrize("filename", NAMES)
def test_random_bytes_are_no_document_whatever_their_name(filename: str) -> None:
    for seed in range(20):
        data = random.Random(seed).randbytes(5_000)  # no secret
        assert problem(filename, data)
        assert problem(f"{filename}.gz", gzip.compress(data))
        assert "damaged" in problem(f"{filename}.gz", b"\x1f\x8b\x08" + data)


@pytest.mark.parametrize("filename", NAMES)
def test_an_empty_file_and_a_blank_one_say_so(filename: str) -> None:
    for data in (b"", b" \n\t \n"):
        for name, content in ((filename, data), (f"{filename}.gz", gzip.compress(data))):
            said = problem(name, content)
            assert any(word in said for word in ("nothing in it", "no text", "empty", "text;")), (
                said
            )
    assert problem(filename, b"\xef\xbb\xbf")


@pytest.mark.parametrize("filename", NAMES)
def test_other_encodings_are_named_and_a_byte_order_mark_is_taken(filename: str) -> None:
    if filename == "a.pdf":
        return
    text = TEXTS.get(format_of(filename).suffix, "Größe")
    (draft,) = read(filename, text.encode("utf-8-sig"))
    assert isinstance(draft, DocumentDraft)
    assert draft.text.lstrip("# ") == "Größe"
    for encoding in ("utf-16", "utf-16-be"):
        mark = b"" if encoding == "utf-16" else b"\xfe\xff"
        assert problem(filename, mark + text.encode(encoding)) == (
            "it is UTF-16, not UTF-8 text: save it as UTF-8"
        )
    assert "UTF-8" in problem(filename, text.encode("latin-1"))


@pytest.mark.parametrize("filename", NAMES)
def test_what_is_packed_twice_or_packed_without_saying_so_is_told_apart(filename: str) -> None:
    once = gzip.compress(b"text\nx\n")
    assert problem(filename, once) == "it is packed: name it .gz"
    assert problem(f"{filename}.gz", gzip.compress(once)) == "it was packed twice: unpack it once"
    with pytest.raises(InvalidInput, match="not a format that can be read"):
        read(f"{filename}.gz.gz", once)


def bomb(piece: bytes, size: int) -> bytes:
    """A small archive of a piece repeated up to a size."""
    out = io.BytesIO()
    with gzip.open(out, "wb", compresslevel=9) as packed:
        for _ in range(size // 1_000_000):
            packed.write(piece * (1_000_000 // len(piece)))
    return out.getvalue()


@pytest.mark.parametrize("filename", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_an_archive_that_unpacks_to_too_much_is_refused_in_bounded_memory(filename: str) -> None:
    packed = bomb(b"word ", 200_000_000)
    assert len(packed) < 1_000_000
    with in_memory(130_000_000), pytest.raises(InvalidInput, match="larger than 50,000,000 bytes"):
        read(f"{filename}.gz", packed)


@pytest.mark.parametrize("filename", ["a.jsonl", "a.csv"])
def test_an_archive_of_records_that_unpacks_to_too_much_is_refused_in_little_memory(
    filename: str,
) -> None:
    line = b'{"text": "' + b"x" * 988 + b'"}\n'
    packed = gzip.compress(b"text\n") + bomb(line, 60_000_000)
    rows = read_stream(
        io.BytesIO(packed), format_of(f"{filename}.gz"), "a", most_unpacked=50_000_000
    )
    with in_memory(30_000_000), pytest.raises(InvalidInput) as refused:
        for _ in rows:
            pass
    assert refused.value.message == "it unpacks to more than 50,000,000 bytes"


def test_an_archive_of_one_endless_line_is_passed_over_in_little_memory() -> None:
    packed = bomb(b"x", 100_000_000)
    with in_memory(30_000_000):
        assert read("a.jsonl.gz", packed) == [Unreadable(1, "longer than 4,000,000 bytes")]
    with in_memory(30_000_000):
        assert problem("a.csv.gz", packed) == "line 1 is longer than 4,000,000 bytes"


def test_an_html_page_of_nothing_but_nesting_or_entities_is_read_in_bounded_memory() -> None:
    with in_memory(60_000_000):
        (deep,) = read("a.html", b"<div><b><ul>" * 50_000 + b"text")
    assert isinstance(deep, DocumentDraft)
    assert deep.text == "text"
    lol = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(12)
    )
    with in_memory(60_000_000):
        found = read("a.html", f"<!DOCTYPE html [{lol}]><p>text &l11;</p>".encode())
    assert all(len(each.text) < 1_000 for each in found if isinstance(each, DocumentDraft))
    with in_memory(60_000_000):
        assert problem("a.html", b"<p " + b"a=1 " * 100_000 + b">") == "there is no text in it"


def pdf(stream: bytes) -> bytes:
    """A PDF of one page with a packed stream of drawing operators."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << >> >> /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def test_a_pdf_whose_page_unpacks_to_too_much_is_refused_in_bounded_memory() -> None:
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b" " * 10_000_000) for _ in range(30)) + packer.flush()
    assert len(stream) < 1_000_000
    with in_memory(200_000_000):
        assert "no text on any page" in problem("a.pdf", pdf(stream))


def test_a_pdf_with_rubbish_after_its_header_or_cut_off_anywhere_says_so() -> None:
    rubbish = random.Random(1).randbytes(20_000)  # no secret
    assert "not a PDF that can be read" in problem("a.pdf", b"%PDF-1.7\n" + rubbish)
    whole = pdf(zlib.compress(b"BT ET"))
    for end in range(0, len(whole) - 60, 25):
        assert problem("a.pdf", whole[:end])


def test_ragged_rows_are_named_and_the_others_kept() -> None:
    rows = b"id,title,text\n1,One,First.\n2,Two\n3,Three,Third.,more,still more\n4,Four,Last.\n"
    found = read("a.csv", rows)
    assert [each.text for each in found if isinstance(each, DocumentDraft)] == ["First.", "Last."]
    assert [each for each in found if isinstance(each, Unreadable)] == [
        Unreadable(3, "the document has no text"),
        Unreadable(4, "5 fields for 3 columns"),
    ]


def test_a_table_without_a_header_says_that_the_first_line_names_the_columns() -> None:
    said = problem("a.csv", b"1,One,First.\n2,Two,Second.\n")
    assert said == (
        "line 1: no column is called text; the first line names the columns, and is: '1,One,First.'; "
        "call the column that is to be searched text"
    )


def test_a_huge_field_is_refused_and_the_rows_after_it_are_kept() -> None:
    huge = b"x" * (LONGEST_TEXT + 1)
    first, second = read("a.csv", b"text\n" + huge + b"\nfine\n")
    assert first == Unreadable(2, "a text may have 1,000,000 characters at most")
    assert isinstance(second, DocumentDraft)
    quoted = b'text\n"' + (b"x" * 1_000 + b"\n") * (LONGEST_LINE // 1_000) + b'"\nfine\n'
    assert "line 2: not CSV: field larger than field limit" in problem("a.csv", quoted)
    first, second = read("a.jsonl", b'{"text": "' + huge + b'"}\n{"text": "fine"}')
    assert first == Unreadable(1, "a text may have 1,000,000 characters at most")
    assert isinstance(second, DocumentDraft)
