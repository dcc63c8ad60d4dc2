"""Features of a GeoJSON file one after another, in bounded memory; whatever is wrong names its line.

A file of a whole country has hundreds of megabytes, ten times as much as Python objects: only one feature is held.
"""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, NoReturn

from django.utils.translation import gettext as _

_CHUNK = 1 << 20
LONGEST_FEATURE = 64 << 20  # characters
_CUT = 1000  # a complaint this near the end of what was read may only mean that the rest is still to come
_SPACES = " \t\r\n"
_OF_THE_WORLD = ("CRS84", "4326")


class BadFile(Exception):
    """The file cannot be read as GeoJSON. The message is safe to show."""


class Feature(NamedTuple):
    """One feature as it stands in the file; its parts may be anything."""

    number: int  # from 1
    line: int
    properties: Any
    geometry: Any


def _no_number(name: str) -> NoReturn:
    raise BadFile(_("%(name)s không phải là số trong JSON.") % {"name": name})


_DECODER = json.JSONDecoder(parse_constant=_no_number)


class _Text:
    """The part of a file's text that was read and not yet used."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._line = "", 0, 1
        self._has_ended = False

    def line(self, at: int | None = None) -> int:
        return self._line + self._text.count("\n", 0, self._at if at is None else at)

    def refuse(self, words: str, at: int | None = None) -> NoReturn:
        raise BadFile(_("Dòng %(line)s: %(words)s") % {"line": self.line(at), "words": words})

    def next_mark(self) -> str:
        """The next character that is no space, left where it is; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACES:
                self._at += 1
            if self._at < len(self._text) or self._has_ended:
                return self._text[self._at : self._at + 1]
            self._read_on()

    def take(self, mark: str) -> None:
        found = self.next_mark()
        if found != mark:
            shown = f"“{found}”" if found else _("hết tệp")
            self.refuse(_("chờ “%(mark)s” nhưng gặp %(found)s.") % {"mark": mark, "found": shown})
        self._at += 1

    def name(self) -> str:
        """The name of a member, up to its colon."""
        if self.next_mark() != '"':
            self.take('"')
        found = self.value()
        self.take(":")
        return str(found)

    def value(self) -> Any:
        """The JSON value that begins here, read on until it is whole."""
        self.next_mark()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._has_ended or not self._may_be_cut(error):
                    self.refuse(_("JSON hỏng."), error.pos)
            except RecursionError:
                self.refuse(_("JSON lồng nhau quá sâu."))
            except (ValueError, BadFile) as error:  # a number of thousands of digits, NaN
                self.refuse(str(error) if isinstance(error, BadFile) else _("số dài quá."))
            else:
                if end < len(self._text) or self._has_ended:  # the rest of a number may still be to come
                    self._at = end
                    return found
            self._read_on()

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.pos > len(self._text) - _CUT or error.msg.startswith("Unterminated")

    def _read_on(self) -> None:
        """Let go of what was used and read at least as much as is left, so that a long value is tried few times."""
        self._line += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :], 0
        if len(self._text) > LONGEST_FEATURE:
            self.refuse(_("một đối tượng dài quá %(n)s MB.") % {"n": LONGEST_FEATURE >> 20})
        chunk = self._stream.read(max(_CHUNK, len(self._text)))
        try:
            self._text += self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise BadFile(_("Tệp không phải UTF-8; hãy lưu lại với bảng mã UTF-8.")) from error
        self._has_ended = not chunk


def read_features(stream: BinaryIO) -> Iterator[Feature]:
    """Every feature of a FeatureCollection. Raises BadFile, also after some were given."""
    text = _Text(stream)
    if not text.next_mark():
        raise BadFile(_("Tệp trống."))
    text.take("{")
    kind = None
    while True:
        name = text.name()
        if name == "features":
            yield from _items(text)
        else:
            kind = _checked(name, text.value(), kind)
        if text.next_mark() == "}":
            break
        text.take(",")
    text.take("}")
    if text.next_mark():
        text.refuse(_("còn chữ thừa sau khi tệp đã hết."))
    if kind is None:
        raise BadFile(_wanted(None))


def _checked(name: str, value: Any, kind: str | None) -> str | None:
    """The kind of the file once it is told; refuses another kind, and coordinates of another system."""
    if name == "crs" and value and not any(each in json.dumps(value) for each in _OF_THE_WORLD):
        raise BadFile(_("Tệp dùng hệ tọa độ khác; hãy chuyển sang WGS 84 (kinh độ, vĩ độ) trước khi nạp."))
    if name != "type":
        return kind
    if value != "FeatureCollection":
        raise BadFile(_wanted(value))
    return value


def _wanted(kind: Any) -> str:
    if kind == "Topology":
        return _("Đây là TopoJSON; hãy chuyển sang GeoJSON trước khi nạp.")
    return _("Tệp phải là GeoJSON loại FeatureCollection.")


def _items(text: _Text) -> Iterator[Feature]:
    text.take("[")
    number = 0
    while text.next_mark() != "]":
        if number:
            text.take(",")
            text.next_mark()
        number += 1
        line, value = text.line(), text.value()
        given = value if isinstance(value, dict) else {}
        yield Feature(number, line, given.get("properties"), given.get("geometry"))
    text.take("]")
