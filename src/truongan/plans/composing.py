"""A plan as an official document (Decree 30/2020/NĐ-CP, Appendix I), from its live or its frozen content."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from truongan.documents.layout import (
    Annex,
    Block,
    Bullet,
    Column,
    Document,
    Heading,
    Kind,
    Paragraph,
    Signer,
    Table,
    list_letter,
    roman,
)
from truongan.kernel.dates import vn_date
from truongan.plans.snapshots import day_of
from truongan.plans.states import Topic

_COLUMNS = (
    Column("TT", 0.5, "center"),
    Column("Biện pháp", 4.4),
    Column("Người, bộ phận thực hiện", 2),
    Column("Thời gian", 1.5, "center"),
    Column("Nguồn lực", 1.6),
    Column("Mô hình, văn bản", 2),
)


def compose(content: dict[str, Any]) -> Document:
    """The document of a snapshot; equal content gives equal bytes. Without a number room is left to write one."""
    return Document(
        kind=Kind.PLAN,
        superior=_lines(content["superior"]),
        issuer=_lines(content["issuer_name"]),
        number=content["number"],
        symbol=content["symbol"],
        place=content["place"],
        issued_on=day_of(content["issued_on"]),
        subject=content["title"],
        grounds=_lines(content["grounds"]),
        blocks=tuple(_body(content)),
        signer=Signer(
            titles=_lines(content["signer_title"]),
            name=content["signer_name"],
            authority=content["authority"],
            own_titles=_lines(content["signer_own_title"]),
        ),
        recipients=_lines(content["recipients"]),
        annexes=(_annex(content),) if content["measures"] else (),
    )


def _body(content: dict[str, Any]) -> Iterator[Block]:
    if content["replaces"]:
        yield Paragraph(f"Kế hoạch này sửa đổi và thay thế {content['replaces']}.")
    parts = (
        ("ĐẶC ĐIỂM TÌNH HÌNH", _paragraphs(content["situation"])),
        ("MỤC ĐÍCH, YÊU CẦU", _numbered(content["goals"])),
        ("NỘI DUNG, BIỆN PHÁP", tuple(_measures(content["measures"]))),
        ("TỔ CHỨC THỰC HIỆN", _numbered(content["arrangements"])),
    )
    for place, (title, blocks) in enumerate([part for part in parts if part[1]], start=1):
        yield Heading(1, f"{roman(place)}. {title}")
        yield from blocks


def _measures(measures: list[dict[str, Any]]) -> Iterator[Block]:
    """By topic, in the order in which the plan first speaks of each; measures of a topic are points a), b), c)."""
    topics = list(dict.fromkeys(each["topic"] for each in measures))
    for place, topic in enumerate(topics, start=1):
        yield Heading(2, f"{place}. {topic_words(topic)}")
        inside = [each for each in measures if each["topic"] == topic]
        for point, each in enumerate(inside, start=1):
            mark = f"{list_letter(point)}) " if len(inside) > 1 else ""
            yield Paragraph(f"{mark}{_stopped(each['text'])}")
            yield from _details(each)


def _details(measure: dict[str, Any]) -> Iterator[Block]:
    details = (
        ("Thực hiện", who(measure)), ("Thời gian", when(measure)), ("Nguồn lực", measure["resources"]),
        ("Gắn với", belongs_to(measure)),
    )  # fmt: skip
    said = "; ".join(f"{label[0].lower() if place else label[0]}{label[1:]}: {value}"
                     for place, (label, value) in enumerate(pair for pair in details if pair[1]))  # fmt: skip
    if said:
        yield Bullet(f"{said}.")


def _annex(content: dict[str, Any]) -> Annex:
    rows: list[tuple[str, ...]] = []
    bold: set[int] = set()
    numbers = count(1)  # through all topics
    for topic in dict.fromkeys(each["topic"] for each in content["measures"]):
        bold.add(len(rows))
        rows.append(("", topic_words(topic), "", "", "", ""))
        rows += [_row(each, next(numbers)) for each in content["measures"] if each["topic"] == topic]
    table = Table(_COLUMNS, tuple(rows), bold_rows=frozenset(bold), size=11)
    return Annex(f"Phân công thực hiện kế hoạch năm học {content['school_year']}", (table,), landscape=True)


def _row(measure: dict[str, Any], number: int) -> tuple[str, ...]:
    return (
        str(number), measure["text"], who(measure), when(measure), measure["resources"], belongs_to(measure),
    )  # fmt: skip


def who(measure: dict[str, Any]) -> str:
    """`Lê Thu Hà; Ban Giám hiệu`: the person first, then whoever else carries it out."""
    return "; ".join(part for part in (measure["person"], measure["responsible"]) if part)


def when(measure: dict[str, Any]) -> str:
    """`05/09/2021 – 31/05/2022`, or from or until a day."""
    starts, ends = vn_date(day_of(measure["starts_on"])), vn_date(day_of(measure["ends_on"]))
    if starts and ends:
        return starts if starts == ends else f"{starts} – {ends}"
    return f"từ {starts}" if starts else f"đến {ends}" if ends else ""


def belongs_to(measure: dict[str, Any]) -> str:
    return "; ".join(part for part in (measure["scheme"], measure["directive"]) if part)


def topic_words(topic: str) -> str:
    """The topic in Vietnamese; a code this version no longer knows stays as it was frozen."""
    return str(Topic(topic).label) if topic in Topic.values else topic


def _stopped(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ":", ";")) else f"{text}."


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph(line) for line in _lines(text))


def _numbered(text: str) -> tuple[Block, ...]:
    """Several points are numbered, unless their writer did so; a single one needs no number."""
    lines = _lines(text)
    if len(lines) < 2 or any(line[:1].isdigit() or line[:1] in "-+–•" for line in lines):
        return _paragraphs(text)
    return tuple(Paragraph(f"{place}. {line}") for place, line in enumerate(lines, start=1))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
