"""What would tell who asked, left in a text that is about to be published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.kernel.phones import parse_phone
from truongan.kernel.text import fold
from truongan.support.models import Question

_NUMBER = re.compile(r"(?<![\w])\+?\d(?:[\s.\-]?\d){7,14}(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGITS = re.compile(r"\D+")
_ID_LENGTHS = (9, 12)  # old identity cards and today's number, which is the tax code of a person too
_TITLED = re.compile(
    r"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]háu|[Cc]ô|[Tt]hầy|[Bb]ạn)\s+((?:[A-ZÀ-ỸĐ][a-zà-ỹđ]+\s?){2,4})"
)


@dataclass(frozen=True)
class Leftover:
    """`of_asker`: it is the asker's own, which nobody may publish; others a person may confirm."""

    kind: str | Promise
    text: str
    of_asker: bool = False


def leftovers_in(text: str, question: Question) -> list[Leftover]:
    """Phones, identity numbers, e-mail addresses and names that stand in the text, with and without diacritics.

    Asks nothing. A name is the asker's when its full name, or its last two words, stand in the text.
    """
    found = dict.fromkeys([*_numbers(text, question), *_emails(text, question), *_names(text, question)])
    return list(found)


def _numbers(text: str, question: Question) -> Iterator[Leftover]:
    for match in _NUMBER.finditer(text):
        written = match.group().strip()
        digits = _DIGITS.sub("", written)
        if phone := parse_phone(written):
            yield Leftover(_("số điện thoại"), written, bool(question.phone) and phone == question.phone)
        elif len(digits) in _ID_LENGTHS:
            yield Leftover(_("số định danh, căn cước"), written)


def _emails(text: str, question: Question) -> Iterator[Leftover]:
    for match in _EMAIL.finditer(text):
        own = bool(question.email) and match.group().lower() == question.email.lower()
        yield Leftover(_("địa chỉ thư điện tử"), match.group(), own)


def _names(text: str, question: Question) -> Iterator[Leftover]:
    words = fold(question.name).split()
    folded = f" {re.sub(r'[^a-z0-9]+', ' ', fold(text))} "
    for name in {" ".join(words), " ".join(words[-2:])}:
        if len(words) > 1 and f" {name} " in folded:
            yield Leftover(_("tên người hỏi"), question.name, of_asker=True)
    for match in _TITLED.finditer(text):
        yield Leftover(_("có thể là tên người"), match.group(1).strip())
