"""The keys a person holds while at work, and what they open. Lives for one request, is stored nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from truongan.accounts.models import Appointment
from truongan.tips import sealing
from truongan.tips.models import RecoveryShare, Tip, TipFile, TipMessage, UnitKey, UnitKeyShare
from truongan.tips.sealing import KEY, Box, CannotOpen
from truongan.tips.states import Kind, Topic


@dataclass(frozen=True)
class TipKeys:
    """What opens one tip. The tipster has the first alone: notes among officers are not theirs to read."""

    content: bytes = field(repr=False)
    notes: bytes = field(default=b"", repr=False)

    def packed(self) -> bytes:
        return self.content + self.notes

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        return cls(packed[:KEY], packed[KEY:])

    @classmethod
    def new(cls) -> Self:
        return cls(sealing.new_key(), sealing.new_key())

    def key_for(self, kind: str) -> bytes:
        return self.notes if kind == Kind.NOTE else self.content


@dataclass
class Ring:
    """A person's private key and the unit keys that were sealed to it."""

    user: Any
    private: bytes = field(repr=False)
    _sealed: dict[int, Box] | None = field(default=None, repr=False)

    def unit_private(self, unit_key_id: int) -> bytes:
        """A unit's private key. Raises CannotOpen where nobody has granted it to this person."""
        if self._sealed is None:
            self._sealed = dict(UnitKeyShare.objects.filter(user=self.user).values_list("unit_key", "sealed"))
        if unit_key_id not in self._sealed:
            raise CannotOpen("Bạn chưa được cấp khóa của đơn vị cho tố giác này.")
        return sealing.unsealed(self._sealed[unit_key_id], self.private)

    def holds(self, unit_key: UnitKey) -> bool:
        try:
            self.unit_private(unit_key.pk)
        except CannotOpen:
            return False
        return True

    def keys_of(self, tip: Tip) -> TipKeys:
        """What opens this tip, through any unit this person has a key of. Raises CannotOpen."""
        for access in tip.accesses.all():
            try:
                private = self.unit_private(access.unit_key_id)
            except CannotOpen:
                continue
            return TipKeys.unpacked(sealing.unsealed(access.sealed, private))
        raise CannotOpen("Bạn chưa được cấp khóa của đơn vị cho tố giác này.")

    def half_of(self, share: RecoveryShare) -> bytes:
        """The outer box of a recovery opened by the first keeper; what comes out only the second can open."""
        return sealing.unsealed(share.sealed, self.private)


@dataclass(frozen=True)
class Story:
    """What was confided at first. `concerned`: ids of the organizations it is about."""

    topic: str
    area: str
    place: str
    concerned: tuple[int, ...]
    text: str

    @property
    def topic_label(self) -> str:
        return str(Topic(self.topic).label) if self.topic in Topic.values else self.topic


@dataclass(frozen=True)
class Said:
    """One message in clear, for the page."""

    message: TipMessage
    text: str
    author: str
    files: list[TipFile]


def locked_story(story: Story, tip: Tip, keys: TipKeys) -> bytes:
    words = {"topic": story.topic, "area": story.area, "place": story.place, "text": story.text,
             "concerned": list(story.concerned)}  # fmt: skip
    return sealing.locked_words(words, keys.content, tip.place_of("story"))


def story_of(tip: Tip, keys: TipKeys) -> Story:
    words = sealing.opened_words(tip.story, keys.content, tip.place_of("story"))
    return Story(**{**words, "concerned": tuple(words["concerned"])})


def locked_message(tip: Tip, kind: str, text: str, author: str, keys: TipKeys, on: date) -> TipMessage:
    """A message ready to be saved."""
    message = TipMessage(tip=tip, kind=kind, sent_on=on)
    message.body = sealing.locked_words({"text": text, "author": author}, keys.key_for(kind), _place(message))
    return message


def conversation(tip: Tip, keys: TipKeys, kinds: Iterable[str]) -> list[Said]:
    """What was said after the first account, oldest first, of the kinds asked for; two queries."""
    messages = tip.messages.filter(kind__in=kinds).prefetch_related("files").order_by("pk")
    said = []
    for each in messages:
        words = sealing.opened_words(each.body, keys.key_for(each.kind), _place(each))
        said.append(Said(each, words["text"], words["author"], list(each.files.all())))
    return said


def _place(message: TipMessage) -> str:
    return f"tips.message:{message.code}:{message.kind}"


def locked_file(tip: Tip, content: bytes, content_type: str, keys: TipKeys, message: TipMessage | None) -> TipFile:
    """A file ready to be saved. Its name is left behind: names tell of people and telephones."""
    file = TipFile(tip=tip, message=message)
    file.about = sealing.locked_words({"type": content_type}, keys.content, f"{file.place}:about")
    file.content = sealing.locked(content, keys.content, file.place, sealing.FILE_BLOCK)
    return file


def opened_file(file: TipFile, keys: TipKeys) -> tuple[bytes, str]:
    """(content, media type)."""
    about = sealing.opened_words(file.about, keys.content, f"{file.place}:about")
    return sealing.opened(file.content, keys.content, file.place, sealing.FILE_BLOCK), about["type"]


def is_concerned(user, story: Story, day: date) -> bool:
    """Whether this person holds a post in what the tip is about; then the program does not show it to them."""
    return Appointment.objects.on(day).filter(person=user.person_id, organization__in=story.concerned).exists()


def unlocking_place(user, session_key: str) -> str:
    """Bound to the sign-in: after signing out the cookie opens nothing."""
    return f"tips.unlocking:{user.pk}:{session_key}"
