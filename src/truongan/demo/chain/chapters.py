"""The chapters of the chain, each told once when its day has come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from truongan.demo.chain import activities_2021, assessing, directive_2021, plans_2021, reporting_2021
from truongan.demo.chain.stage import Stage
from truongan.demo.places import ARTICLE_DAY


@dataclass(frozen=True)
class Chapter:
    """`day`: when everything in it has happened. It is told after the workbooks of that day."""

    key: str
    title: str
    day: date
    tell: Callable[[Stage], None]


CHAPTERS = (
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


def chapters(since: date | None, until: date) -> Iterator[Chapter]:
    """Those whose day lies after `since` (None: from the beginning) up to `until`, in their order."""
    return (each for each in CHAPTERS if (since is None or each.day > since) and each.day <= until)
