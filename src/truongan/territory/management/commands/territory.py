"""`truongan territory load|check|import-boundaries`: administrative units, and boundaries of one's own."""

import json
from argparse import ArgumentParser, _SubParsersAction
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from truongan.kernel.clock import now, today_vn
from truongan.kernel.dates import parse_vn_date, vn_date
from truongan.kernel.numbers import vn_number
from truongan.territory.actions import CannotLoad, load_territory
from truongan.territory.boundaries import Imported, import_boundaries
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.geojson import BadFile
from truongan.territory.integrity import Report, check_territory
from truongan.territory.matching import Wish

_SHOWN = 50  # problems printed as text; json gives all


class Command(BaseCommand):
    help = _("Nạp và kiểm tra địa giới hành chính")

    def add_arguments(self, parser: ArgumentParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        for task, text in (("load", _("nạp từ tệp kèm theo")), ("check", _("kiểm tra tính toàn vẹn"))):
            each = tasks.add_parser(task, help=text)
            each.add_argument("--format", choices=["text", "json"], default="text")
        _add_import(tasks)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["task"] == "import-boundaries":
            self._import(options)
        else:
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

    def _import(self, options: dict[str, Any]) -> None:
        day = _day(options["on"])
        path = Path(options["file"])
        try:
            report = import_boundaries(
                actor=None,
                path=path,
                wish=Wish(
                    day,
                    code_property=options["code_property"],
                    name_property=options["name_property"],
                    within=unit_by_code(options["within"], day) if options["within"] else None,
                    checks_names=not options["code_only"],
                ),
                source=options["source"] or path.name,
                is_swapped=options["swap"],
                saves=not options["dry_run"],
                now=now(),
            )
        except (BadFile, UnknownUnit) as reason:
            raise CommandError(str(reason)) from reason
        if options["format"] == "json":
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
        else:
            self.stdout.write(_imported(report, is_trial=options["dry_run"]))


def _add_import(tasks: _SubParsersAction) -> None:
    parser = tasks.add_parser("import-boundaries", help=_("nạp ranh giới từ tệp GeoJSON của đơn vị"))
    parser.add_argument("file", help=_("tệp GeoJSON (FeatureCollection, WGS 84, UTF-8)"))
    parser.add_argument("--on", default="", help=_("mã và tên trong tệp là của ngày này; mặc định hôm nay"))
    parser.add_argument("--within", default="", help=_("mọi đơn vị trong tệp thuộc đơn vị mã này"))
    parser.add_argument("--code-property", default="", help=_("thuộc tính ghi mã đơn vị"))
    parser.add_argument("--name-property", default="", help=_("thuộc tính ghi tên đơn vị"))
    parser.add_argument("--code-only", action="store_true", help=_("tin mã, không đối chiếu tên"))
    parser.add_argument("--swap", action="store_true", help=_("trong tệp, vĩ độ đứng trước kinh độ"))
    parser.add_argument("--source", default="", help=_("nguồn, hiện dưới bản đồ; mặc định tên tệp"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ đối chiếu, không ghi"))
    parser.add_argument("--format", choices=["text", "json"], default="text")


def _day(text: str) -> date:
    try:
        day = parse_vn_date(text) if text else today_vn()
    except ValueError:
        day = None
    if day is None:
        raise CommandError(_("Không đọc được ngày %(day)s.") % {"day": text})
    return day


_REASONS = {
    "unmatched": _lazy("Không khớp đơn vị nào"),
    "ambiguous": _lazy("Chưa rõ là đơn vị nào"),
    "invalid": _lazy("Hình hỏng"),
}


def _imported(report: Imported, *, is_trial: bool) -> str:
    words = _("{features} đối tượng: {matched} khớp ({created} mới, {changed} đổi, {unchanged} giữ nguyên).")
    names = ("features", "matched", "created", "changed", "unchanged")
    lines = [words.format(**{name: vn_number(getattr(report, name)) for name in names})]
    counts = Counter(each.reason for each in report.left_out)
    for reason, label in _REASONS.items():
        if counts[reason]:
            lines.append(f"{label}: {vn_number(counts[reason])}")
            told = [each for each in report.left_out if each.reason == reason]
            lines += [
                _("  ✗ đối tượng {n}, dòng {line}: {text}").format(n=each.feature, line=each.line, text=each.text)
                for each in told[:_SHOWN]
            ]
    if is_trial:
        lines.append(str(_("Chạy thử: chưa ghi gì.")))
    return "\n".join(lines)


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
