"""`truongan portal check-comments [FILE|-]`: would these comments be taken? One a line in, one JSON a line out."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from truongan.comments.judging import BrokenTerms, judge, own_terms, terms_of

HELP = _("Thử bộ nhận biết bình luận: mỗi dòng vào một bình luận, mỗi dòng ra một JSON")
_STANDARD_INPUT = "-"
# JSON allows them inside a string, but some readers end a line there.
_OTHER_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default=_STANDARD_INPUT)
    parser.add_argument("--flags", action="store_true", help=_("thêm điều người duyệt cần xem"))


def run(command: BaseCommand, options: Mapping[str, Any]) -> None:
    try:
        terms_of(own_terms())
    except BrokenTerms as reason:
        raise CommandError(str(reason)) from reason
    with _opened(options["file"]) as lines:
        for line in lines:
            answer = _answer(line.removesuffix(b"\n").removesuffix(b"\r"), with_flags=options["flags"])
            command.stdout.write(json.dumps(answer, ensure_ascii=False).translate(_OTHER_LINE_ENDS))
            command.stdout.flush()  # whoever feeds a pipe line by line waits for each answer


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    """Bytes, since only a line feed ends a comment: str would also end it at U+2028."""
    if name == _STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 closed by the `with` below, which must not catch what its body raises
    except OSError as reason:
        raise CommandError(_("Không đọc được {file}: {why}.").format(file=name, why=reason.strerror)) from reason
    with file:
        yield file


def _answer(line: bytes, *, with_flags: bool) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _unreadable(line)
    judged = judge(text)
    answer = {"text": text, "accepted": judged.accepted, "reasons": [asdict(each) for each in judged.reasons]}
    if with_flags:
        answer |= {"cleaned": judged.text, "flags": [asdict(each) for each in judged.flags]}
    return answer


def _unreadable(line: bytes) -> dict[str, Any]:
    text = line.decode("utf-8", errors="replace")
    message = _("Dòng này không phải chữ UTF-8.")
    reason = {"code": "khong-phai-utf8", "message": message, "term": "", "start": 0, "end": 0}
    return {"text": text, "accepted": False, "reasons": [reason]}
