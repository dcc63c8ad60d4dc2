"""Texts typed by the public, made safe to show: one Unicode form, no invisible or direction-turning characters."""

import re
import unicodedata

from truongan.kernel.text import nfc

LONGEST = 5000
_BLANK_LINES = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """Composed letters, single spaces, at most one empty line in a row; nothing that hides or turns what is read.

    Characters of Unicode's categories Cc, Cf, Co, Cs leave: zero-width joints, right-to-left overrides, controls.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(_plain_line(line) for line in lines)).strip()


def one_line(text: str) -> str:
    """The same for a name or a title."""
    return _plain_line(text.replace("\n", " ").replace("\r", " "))


def _plain_line(line: str) -> str:
    kept = (" " if letter == "\t" else letter for letter in line)
    return nfc("".join(letter for letter in kept if unicodedata.category(letter)[0] != "C"))
