"""The chapters of the chain, each told once when its day has come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from truongan.demo.chain import (
    activities_2021,
    alerts_2026,
    assessing,
    channels_2026,
    directive_2021,
    directive_2026,
    duty_2026,
    groups_2026,
    incidents_2026,
    plans_2021,
    plans_2026,
    reporting_2021,
    reporting_2026,
    support_2026,
    texts_2026,
    tips_2026,
    years,
)
from truongan.demo.chain.stage import Stage
from truongan.demo.news import opinions, telling
from truongan.demo.places import ARTICLE_DAY


@dataclass(frozen=True)
class Chapter:
    """`day`: when everything in it has happened. It is told after the workbooks of that day."""

    key: str
    title: str
    day: date
    tell: Callable[[Stage], None]


def _title(year: int) -> Callable[[Stage], None]:
    return years.title_of_today if year == 2026 else years.title_of(year)


_OF_1646 = (
    Chapter("1646-ban-hanh", "Công văn 1646/BCĐ và việc tiếp nhận", ARTICLE_DAY, directive_2021.send),
    Chapter(
        "1646-van-ban-thuc-hien", "văn bản thực hiện của các huyện, của Sở", ARTICLE_DAY, directive_2021.carry_down
    ),
    Chapter("1646-chuyen-giao", "chuyển giao nhiệm vụ", ARTICLE_DAY, directive_2021.hand_to_teacher),
    Chapter("1646-nhiem-vu", "thực hiện nhiệm vụ được giao", ARTICLE_DAY, directive_2021.work_on_duties),
    Chapter("1646-ke-hoach", "kế hoạch năm học 2021-2022 của các trường", ARTICLE_DAY, plans_2021.make),
    Chapter("1646-hoat-dong", "tuyên truyền, ra mắt mô hình", ARTICLE_DAY, activities_2021.hold),
    Chapter("1646-tu-danh-gia", "tự đánh giá phòng, chống dịch", ARTICLE_DAY, assessing.against_covid),
    Chapter("1646-bao-cao", "báo cáo chuyên đề và báo cáo kết quả", ARTICLE_DAY, reporting_2021.report),
)


_YEARS = tuple(
    chapter
    for year in range(2022, 2027)
    for chapter in (
        Chapter(
            f"{year}-hoat-dong", f"hoạt động năm học {year - 1}-{year}", date(year, 5, 31), years.activities_of(year)
        ),
        Chapter(f"{year}-danh-hieu", f"danh hiệu an toàn năm {year}", date(year, 11, 19), _title(year)),
    )
)
_TODAY = (
    Chapter("2025-ke-hoach", "kế hoạch năm học 2025-2026", date(2025, 10, 1), plans_2026.of_last_year),
    Chapter("2026-bao-cao-quy", "báo cáo quý III/2026", date(2026, 9, 16), reporting_2026.quarter),
    Chapter("2026-ban-hanh", "kế hoạch mùa thu 2026", texts_2026.ISSUED_ON, directive_2026.send),
    Chapter("2026-tiep-nhan", "tiếp nhận kế hoạch", directive_2026.RECEIVED_BY, directive_2026.receive),
    Chapter("2026-nhiem-vu", "rà soát mô hình", directive_2026.WORKED_BY, directive_2026.work),
    Chapter("2026-ke-hoach", "kế hoạch năm học 2026-2027", date(2026, 11, 17), plans_2026.of_this_year),
    Chapter("2026-bao-cao", "báo cáo chuyên đề", date(2026, 11, 19), reporting_2026.thematic),
    Chapter("2026-nhom-ket-noi", "nhóm kết nối: chỗ cần thay, một tin đăng", groups_2026.DAY, groups_2026.tell),
    Chapter("2026-to-giac", "tố giác kín minh họa", tips_2026.DAY, tips_2026.confide),
    Chapter("2026-kenh", "kênh nhận tin minh họa", channels_2026.DAY, channels_2026.reach),
    Chapter("2026-truc-ban", "lịch trực, điểm danh minh họa", duty_2026.DAY, duty_2026.stand_by),
    Chapter("2026-vu-viec", "vụ việc minh họa", incidents_2026.DAY, incidents_2026.happen),
    Chapter("2026-canh-bao", "cảnh báo minh họa", alerts_2026.DAY, alerts_2026.warn),
    Chapter("2026-hoi-dap", "câu hỏi của người dân, doanh nghiệp", support_2026.DAY, support_2026.tell),
)
_NEWS = (
    Chapter("1646-tin", "tin của tháng 9/2021", ARTICLE_DAY, telling.september),
    Chapter("2021-tin-mua-thu", "tin mùa thu 2021", date(2021, 10, 31), telling.autumn),
    Chapter("2021-y-kien", "ý kiến bạn đọc năm 2021", date(2021, 10, 31), opinions.autumn_2021),
    Chapter("2025-tin", "tin mùa thu 2025", date(2025, 11, 20), telling.after_the_merger),
    Chapter("2026-tin", "tin năm 2026", date(2026, 11, 18), telling.this_year),
    Chapter("2026-y-kien", "ý kiến bạn đọc năm 2026", date(2026, 11, 20), opinions.this_year),
)
CHAPTERS = tuple(sorted((*_OF_1646, *_YEARS, *_TODAY, *_NEWS), key=lambda each: each.day))


def chapters(since: date | None, until: date) -> Iterator[Chapter]:
    """Those whose day lies after `since` (None: from the beginning) up to `until`, in their order."""
    return (each for each in CHAPTERS if (since is None or each.day > since) and each.day <= until)
