import json
from datetime import date
from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from truongan.kernel.clock import today_vn
from truongan.kernel.dates import vn_date
from truongan.organizations.calendar import exceptions_for
from truongan.reports.periodic.cycle_rules import BrokenRules
from truongan.reports.periodic.periods import REGULAR, deadlines_of, periods_of
from truongan.territory.geography import UnknownUnit, unit_by_code

_LEVELS = {
    "school": "trường", "commune": "xã", "district": "huyện", "province": "tỉnh", "government": "Chính phủ",
}  # fmt: skip


class Command(BaseCommand):
    help = "Các kỳ báo cáo của một năm và hạn nộp của từng cấp, theo quy định trong cycles/"

    def add_arguments(self, parser):
        parser.add_argument("--kind", required=True, choices=REGULAR)
        parser.add_argument("--year", type=int, default=None, help="mặc định: năm nay")
        parser.add_argument("--unit", metavar="CODE", help="tính ngày nghỉ riêng của đơn vị này")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        year = options["year"] or today_vn().year
        if not 2021 <= year <= 2100:
            raise CommandError("--year từ 2021 (năm sổ đăng ký bắt đầu) đến 2100.", returncode=2)
        try:
            deadlines = partial(deadlines_of, options["kind"], exceptions=_exceptions(options["unit"]))
            shapes = [
                {
                    "from": period.since.isoformat(),
                    "to": period.until.isoformat(),
                    "deadlines": {level: day.isoformat() for level, day in deadlines(period.until).items()},
                }
                for period in periods_of(options["kind"], year)
            ]
        except (BrokenRules, UnknownUnit) as reason:
            raise CommandError(str(reason), returncode=2) from reason
        if options["format"] == "json":
            self.stdout.write(json.dumps(shapes, ensure_ascii=False, indent=2))
            return
        for period in periods_of(options["kind"], year):
            said = "; ".join(f"{_LEVELS[level]} {vn_date(day)}" for level, day in deadlines(period.until).items())
            self.stdout.write(f"{period.name}: {period.words}; hạn nộp: {said}")


def _exceptions(code: str | None) -> dict[date, bool]:
    if code is None:
        try:
            return exceptions_for("")
        except ProgrammingError:  # no table yet: nobody can have written an exception, and the rules need no database
            return {}
    return exceptions_for(unit_by_code(code, today_vn()).path)
