import csv
import json
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from truongan.figures.counting import answer
from truongan.figures.exports import as_json, as_table, unit_name
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Answer, Figure, Question
from truongan.kernel.clock import today_vn
from truongan.kernel.dates import day_argument, vn_date
from truongan.kernel.numbers import vn_number
from truongan.territory.geography import UnknownUnit, unit_by_code

BREAKDOWNS = ("unit", "type", "level", "topic", "form", "audience")


def _codes(text: str) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in text.split(",") if code.strip())
    if unknown := [code for code in codes if code not in INDICATORS]:
        raise ArgumentTypeError(f"Không có chỉ tiêu {', '.join(unknown)}.")
    return codes


class Command(BaseCommand):
    help = "Số liệu của một đơn vị vào một ngày, hoặc trong một kỳ"

    def add_arguments(self, parser):
        parser.add_argument("--unit", metavar="CODE", help="mã đơn vị, đọc theo ngày của --on; bỏ trống: cả nước")
        parser.add_argument("--on", type=day_argument, help="ngày tính (mặc định: hôm nay)")
        parser.add_argument("--geography", type=day_argument, help="chia theo địa giới của ngày này")
        parser.add_argument("--from", type=day_argument, dest="since", help="ngày đầu kỳ")
        parser.add_argument("--to", type=day_argument, dest="until", help="ngày cuối kỳ (thay cho --on)")
        parser.add_argument("--by", choices=BREAKDOWNS, default="")
        parser.add_argument(
            "--indicators",
            metavar="CODE[,CODE…]",
            type=_codes,
            default=(),
            help="chỉ những chỉ tiêu này; bỏ trống: tất cả",
        )
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args, **options):
        question = self._question(options)
        found = answer(question, options["indicators"])
        if not found.total.figures:
            raise CommandError("Chỉ tiêu này không chia được theo cách đã chọn.")
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        elif options["format"] == "csv":
            writer = csv.writer(self.stdout)
            writer.writerows(as_table(found))
        else:
            self._print(found)

    def _question(self, options) -> Question:
        on = options["until"] or options["on"] or today_vn()
        if options["since"] and options["since"] > on:
            raise CommandError("Ngày đầu kỳ phải trước hoặc bằng ngày cuối kỳ.")
        try:
            unit = unit_by_code(options["unit"], on) if options["unit"] else None
        except UnknownUnit as reason:
            raise CommandError(str(reason)) from reason
        return Question(on=on, unit=unit, geography=options["geography"], since=options["since"], by=options["by"])

    def _print(self, found: Answer) -> None:
        question = found.question
        self.stdout.write(f"{unit_name(question)}, tính đến {vn_date(question.on)}")
        for row in [found.total, *found.rows]:
            if row is not found.total:
                self.stdout.write(f"\n{row.label}")
            for figure in row.figures.values():
                self.stdout.write(f"  {figure.indicator.label!s:<50} {_said(figure):>12} {figure.indicator.unit}")


def _said(figure: Figure) -> str:
    said = vn_number(figure.value)
    return f"{said} / {vn_number(figure.whole)}" if figure.whole is not None else said
