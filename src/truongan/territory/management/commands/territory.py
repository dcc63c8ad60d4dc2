"""`truongan territory load|check`: the shipped administrative units, into the database and examined."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.territory.actions import CannotLoad, load_territory
from truongan.territory.integrity import Report, check_territory

_SHOWN = 50  # problems printed as text; json gives all


class Command(BaseCommand):
    help = _("Nạp và kiểm tra địa giới hành chính")

    def add_arguments(self, parser: ArgumentParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        for task, text in (("load", _("nạp từ tệp kèm theo")), ("check", _("kiểm tra tính toàn vẹn"))):
            each = tasks.add_parser(task, help=text)
            each.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['task']}")(options["format"])

    def _load(self, form: str) -> None:
        try:
            loaded = load_territory()
        except CannotLoad as reason:
            raise CommandError(str(reason)) from reason
        if form == "json":
            self.stdout.write(json.dumps(loaded._asdict()))
            return
        text = _("Địa giới: {created} dòng mới, {changed} đổi, {removed} bỏ, {unchanged} giữ nguyên.")
        numbers = {name: vn_number(value) for name, value in loaded._asdict().items()}
        self.stdout.write(text.format(**numbers))

    def _check(self, form: str) -> None:
        report = check_territory()
        self.stdout.write(_as_json(report) if form == "json" else _as_text(report))
        if not report.is_sound:
            raise SystemExit(1)


def _as_json(report: Report) -> str:
    counts = {day.isoformat(): list(numbers) for day, numbers in report.counts.items()}
    problems = [problem._asdict() for problem in report.problems]
    return json.dumps({"ok": report.is_sound, "counts": counts, "problems": problems}, ensure_ascii=False)


def _as_text(report: Report) -> str:
    counted = _("{day}: {provinces} tỉnh, {districts} huyện, {communes} xã")
    lines = []
    for day, numbers in report.counts.items():
        provinces, districts, communes = map(vn_number, numbers)
        named = {"day": vn_date(day), "provinces": provinces, "districts": districts, "communes": communes}
        lines.append(counted.format(**named))
    lines += [f"✗ {problem.unit}: {problem.text}" for problem in report.problems[:_SHOWN]]
    total = _("Không có lỗi.") if report.is_sound else _("{n} lỗi.")
    return "\n".join([*lines, total.format(n=vn_number(len(report.problems)))])
