import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.news.importing.samples import PASTED, TITLED
from truongan.news.importing.articles import CannotImport
from truongan.news.importing.reading import MAX_BYTES, clean, read_text
from truongan.news.importing.recognition import recognise


def windows_1258(text: str) -> bytes:
    """As programs of the nineties wrote: the tone is a character of its own behind the vowel."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tone = "".join(part for part in parts if part in tones)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out.append(base + tone)
    return "".join(out).encode("cp1258")


ENCODED = {
    "utf-8": PASTED.encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + PASTED.encode(),
    "decomposed": unicodedata.normalize("NFD", PASTED).encode(),
    "utf-16": PASTED.encode("utf-16"),
    "utf-16 little, no mark": PASTED.encode("utf-16-le"),
    "utf-16 big, no mark": PASTED.encode("utf-16-be"),
    "utf-16 big, mark": codecs.BOM_UTF16_BE + PASTED.encode("utf-16-be"),
    "utf-32": PASTED.encode("utf-32"),
    "windows-1258": windows_1258(PASTED),
    "windows line ends": PASTED.replace("\n", "\r\n").encode(),
    "old Mac line ends": PASTED.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("name", ENCODED)
def test_one_text_in_every_encoding_is_one_article(name):
    assert read_text(ENCODED[name]) == PASTED
    assert recognise(ENCODED[name]).key == recognise(PASTED.encode()).key


def test_the_key_is_of_the_article_not_of_the_page_around_it():
    bare = "\n".join(PASTED.split("\n")[2:-4])
    assert recognise(bare.encode()).key == recognise(PASTED.encode()).key
    assert recognise(TITLED.encode()).key == recognise(PASTED.encode(), title="Một đầu đề khác").key
    assert recognise(PASTED.replace("bốn phút", "năm phút").encode()).key != recognise(PASTED.encode()).key


def test_nothing_invisible_is_left():
    assert clean("an\u200b toàn\u202e\u2066 \ufeffcổng\u00ad trường\x00\x1b") == "an toàn cổng trường"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b" \r\n\t ", "rỗng"),
        (codecs.BOM_UTF8, "rỗng"),
        ("\u200b\u200b".encode(), "rỗng"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"PK\x03\x04word/document.xml", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word 97"),
        (b"{\\rtf1 xin ch\\'e0o}", "RTF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "không phải tệp văn bản"),
        (bytes(range(1, 256)) * 20, "bảng mã"),
        # TCVN3: letters of another font in the places of Western signs
        ("Trường học an toàn, phòng chống dịch".encode().replace(b"\xc6\xb0\xe1\xbb\x9d", b"\xad\xea") + b"\xb5\xb6\xb7\xb8\xb9\xbc", "bảng mã"),
        ("văn bản cụt".encode("utf-16")[:-1], "hỏng"),
        (b"x" * (MAX_BYTES + 1), "lớn"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content, said):
    with pytest.raises(CannotImport, match=said):
        read_text(content)


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused(content):
    try:
        recognise(content)
    except CannotImport as reason:
        assert str(reason)
