"""How an article of the demonstration is written down: plain text with a few signs, and what stands between it.

In a text, an empty line parts paragraphs, `## ` begins a heading, `- ` an item; `[[teams.count]]` is a live figure of
the article's own day, `[[teams.count|today]]` of the day it is read, `[[schemes.count|today|org:MH-222-501]]` of one
school.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from truongan.demo.chain.stage import at


@dataclass(frozen=True)
class Picture:
    scene: str
    caption: str


@dataclass(frozen=True)
class Gallery:
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Quote:
    words: str
    who: str


@dataclass(frozen=True)
class Number:
    indicator: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    indicators: tuple[str, ...]
    by: str = "unit"


@dataclass(frozen=True)
class Card:
    """A directive the province published: its number and year."""

    number: int
    year: int


Part = str | Picture | Gallery | Quote | Number | Table | Card


class Moment(NamedTuple):
    day: date
    hour: int
    minute: int

    @property
    def instant(self) -> datetime:
        return at(self.day, self.hour, self.minute)


@dataclass(frozen=True)
class Story:
    """One article. `unit` is a key of the cast's organizations; `related` are keys of stories told before."""

    key: str
    section: str
    title: str
    lead: str
    moment: Moment
    cover: str
    body: tuple[Part, ...]
    topics: tuple[str, ...]
    unit: str
    byline: str = ""
    related: tuple[str, ...] = ()


SECTIONS = {
    "phong-trao": ("Phong trào", "Việc chung của cả tỉnh: chỉ đạo, kết quả, số liệu."),
    "chuyen-truong": ("Chuyện ở trường", "Một cổng trường, một tổ tự quản, một buổi sáng."),
    "huong-dan": ("Hướng dẫn", "Cách làm ngắn gọn cho nhà trường, tổ tự quản và gia đình."),
    "dia-phuong": ("Từ xã, phường", "Công an, y tế, chính quyền cơ sở cùng nhà trường."),
}
