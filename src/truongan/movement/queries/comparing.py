"""A list of members as the chat application shows it, against the roster. Nothing of it is kept here."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from truongan.accounts.models import Person
from truongan.kernel.text import fold
from truongan.movement.models import ConnectionGroup

MOST_LINES = 5000
_SAID_APART = re.compile(
    r"(truong nhom|pho nhom|quan tri vien|admin|thanh vien|ban be|ban|ket ban|them boi .*|moi tham gia.*|truy cap .*|\d+ thanh vien)"
)
_ROLE_BEHIND = re.compile(r"\(\s*(?:truong nhom|pho nhom|quan tri vien|admin|ban|toi)\s*\)")
_TITLES = frozenset(
    ["co", "thay", "anh", "chi", "em", "bac", "chu", "dc", "mr", "ms", "mrs", "ths", "ts", "bs", "gv", "gvcn", "cb"]
)
_PHONE = re.compile(r"[+(]?[\dxX*•][\dxX*•.\-() ]{3,}[\dxX*•]")
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Entry:
    """One line: the name as written, its words, and what is readable of a telephone number."""

    number: int
    name: str
    words: tuple[str, ...]
    tail: str = ""  # last digits of the number, up to the first hidden one
    digits: str = ""  # the whole number where nothing is hidden

    @property
    def readings(self) -> list[tuple[str, ...]]:
        """Its words as a name: whole, without titles before it, without any. "Anh" is a title, and the name of many."""
        start = next((n for n, word in enumerate(self.words) if word not in _TITLES), max(len(self.words) - 1, 0))
        plain = tuple(word for word in self.words if word not in _TITLES)
        return list(dict.fromkeys(each for each in (self.words, self.words[start:], plain) if each))


@dataclass(frozen=True)
class Question:
    """A line that may be one of several people of the roster: a person decides."""

    entry: Entry
    people: tuple[Person, ...]


@dataclass
class Comparison:
    """Who of the roster is in the list, who is missing, what is in the list besides."""

    listed: int = 0
    matched: dict[int, Entry] = field(default_factory=dict)  # by the person's id
    questions: list[Question] = field(default_factory=list)
    doubles: list[Entry] = field(default_factory=list)  # a second line of somebody matched already
    outsiders: list[Entry] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)  # in the list though their place in the group has ended

    @property
    def is_of_another(self) -> bool:
        """Hardly anybody of the roster is in it: probably the list of another group."""
        known = len(self.matched) + len(self.missing)
        return self.listed > 0 and known >= 3 and 5 * (len(self.matched) + len(self.questions)) < known

    def numbers(self) -> dict[str, object]:
        """What is kept of it: numbers, and ids of people of the roster."""
        return {
            "listed": self.listed, "matched": len(self.matched), "missing": [person.pk for person in self.missing],
            "left": [person.pk for person in self.left], "outsiders": len(self.outsiders), "doubles": len(self.doubles),
        }  # fmt: skip


def entries_of(text: str) -> list[Entry]:
    """Lines that name somebody; lines that only say a role or a state belong to the one above and are left out."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        digits, name = _without_phone(line)
        folded = fold(name)
        words = tuple(_WORD.findall(_ROLE_BEHIND.sub(" ", folded)))
        if _SAID_APART.fullmatch(" ".join(folded.split())) or not (line.strip() and (words or digits or name.strip())):
            continue
        tail = re.split(r"[^\d]", digits)[-1]
        whole = digits if digits.isdigit() and len(digits) >= 9 else ""
        found.append(Entry(number, " ".join(name.split())[:100], words, tail, whole))
    return found


def compare(
    entries: list[Entry],
    roster: list[Person],
    former: Collection[Person] = (),
    answers: dict[int, str] | None = None,  # type: ignore[assignment]
) -> Comparison:
    """Match lines with people by number, whole name in any order, then parts of the name; several candidates are asked.

    `answers`: by line number, the id of the person chosen, or "-" for nobody of the roster.
    """
    answers = answers or {}
    result, index = Comparison(listed=len(entries)), _Index(roster)
    waiting: list[tuple[Entry, list[Person]]] = []
    for entry in entries:
        sure, perhaps = index.candidates(entry)
        if (chosen := answers.get(entry.number)) is not None:
            sure, perhaps = [person for person in roster if str(person.pk) == chosen], []
        if len(sure) == 1:
            _match(result, entry, sure[0])
        elif sure or perhaps:
            waiting.append((entry, sure or perhaps))
        else:
            result.outsiders.append(entry)
    for entry, people in waiting:
        open_ones = tuple(person for person in people if person.pk not in result.matched)
        if open_ones:
            result.questions.append(Question(entry, open_ones[:8]))
        else:
            result.doubles.append(entry)
    _name_the_rest(result, roster, list(former))
    return result


def compare_on(
    group: ConnectionGroup, day: date, entries: list[Entry], said: dict[int, str]
) -> tuple[Comparison, int]:
    """With the roster of that day; and how many of its members stand in it without a name."""
    places = group.memberships.on(day).exclude(person=None).select_related("person__organization")
    left = group.memberships.filter(valid_to__lte=day, person__isnull=False).select_related("person")
    roster = [place.person for place in places if place.person]
    inside = {person.pk for person in roster}
    former = [place.person for place in left if place.person and place.person_id not in inside]
    nameless = sum(group.memberships.on(day).filter(person=None).values_list("count", flat=True))
    return compare(entries, roster, former, said), nameless


class _Index:
    def __init__(self, roster: list[Person]):
        self.by_phone = {person.phone: person for person in roster if person.phone}
        self.by_words: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        self.by_word: dict[str, list[Person]] = defaultdict(list)
        for person in roster:
            words = tuple(_WORD.findall(person.search_fold))
            self.by_words[tuple(sorted(words))].append(person)
            for word in set(words):
                self.by_word[word].append(person)

    def candidates(self, entry: Entry) -> tuple[list[Person], list[Person]]:
        """People it surely is (several: namesakes), else people it might be."""
        if entry.digits and (owner := self.by_phone.get("0" + entry.digits[-9:])):
            return [owner], []
        for words in entry.readings:
            if exact := self.by_words.get(tuple(sorted(words))):
                return self._by_tail(entry, exact), []
        return [], self._by_tail(entry, self._by_part(entry))

    def _by_part(self, entry: Entry) -> list[Person]:
        """Whose name holds the line's words, or whose whole name the line holds; the given name must be among them."""
        if not entry.words:  # a number with hidden digits alone
            return [
                person
                for phone, person in self.by_phone.items()
                if len(entry.tail) >= 3 and phone.endswith(entry.tail)
            ]
        return next((found for words in entry.readings if (found := self._holding(set(words)))), [])

    def _holding(self, words: set[str]) -> list[Person]:
        found = {}
        for word in words:
            for person in self.by_word.get(word, []):
                own = _WORD.findall(person.search_fold)
                if own and own[-1] in words and (words <= set(own) or set(own) <= words):
                    found[person.pk] = person
        return list(found.values())

    @staticmethod
    def _by_tail(entry: Entry, people: list[Person]) -> list[Person]:
        """Of several, those whose number ends as shown."""
        if len(people) < 2 or len(entry.tail) < 2:
            return people
        return [person for person in people if person.phone.endswith(entry.tail)] or people


def _match(result: Comparison, entry: Entry, person: Person) -> None:
    if person.pk in result.matched:
        result.doubles.append(entry)
    else:
        result.matched[person.pk] = entry


def _name_the_rest(result: Comparison, roster: list[Person], former: list[Person]) -> None:
    asked = {person.pk for question in result.questions for person in question.people}
    result.missing = [person for person in roster if person.pk not in result.matched and person.pk not in asked]
    gone, unknown = _Index(list(former)), []
    for entry in result.outsiders:
        sure, _perhaps = gone.candidates(entry)
        if sure:
            result.left.append(sure[0])
        else:
            unknown.append(entry)
    result.outsiders = unknown


def _without_phone(line: str) -> tuple[str, str]:
    found = _PHONE.search(line)
    if not found:
        return "", line
    return re.sub(r"[^\dxX*•]", "", found[0]), line[: found.start()] + " " + line[found.end() :]
