"""`truongan routing explain|holes`: who would be told, and where nobody would be."""

import json
from argparse import SUPPRESS
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from truongan.duty.queries.coverage import KINDS, coverage
from truongan.duty.queries.explaining import as_json, as_lines
from truongan.duty.queries.routing import explain
from truongan.kernel.clock import now, today_vn
from truongan.organizations.models import Organization
from truongan.territory.geography import UnknownUnit, unit_by_code


class Command(BaseCommand):
    help = "Ai sẽ được báo nếu có việc xảy ra (explain), và chỗ nào không ai được báo (holes)."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text", dest="shape")
        tasks = parser.add_subparsers(dest="task", required=True)
        asked = tasks.add_parser("explain", help="các mức, người, kênh và lý do")
        asked.add_argument("--school", required=True, metavar="CODE", help="mã trường hoặc đơn vị")
        asked.add_argument("--category", default="", help="mã loại việc; bỏ trống là chưa rõ")
        asked.add_argument("--severity", default="", help="mã mức độ; bỏ trống là chưa rõ")
        asked.add_argument(
            "--at", default="", metavar="DATETIME", help="2026-11-22T21:30, giờ Việt Nam; mặc định là bây giờ"
        )
        holes = tasks.add_parser("holes", help="chỗ hở trong một địa bàn")
        holes.add_argument("--unit", default="", metavar="CODE", help="mã đơn vị hành chính; bỏ trống là cả nước")
        for each in (asked, holes):
            each.add_argument("--format", choices=["text", "json"], default=SUPPRESS, dest="shape")

    def handle(self, *args, **options):
        lines = self._explain(options) if options["task"] == "explain" else self._holes(options)
        for line in lines:
            self.stdout.write(line)

    def _explain(self, options: dict[str, Any]) -> list[str]:
        school = Organization.objects.filter(code=options["school"]).first()
        if school is None:
            raise CommandError(f"Không có đơn vị nào mã {options['school']}.")
        asked = {"category": options["category"], "severity": options["severity"], "at": _moment(options["at"])}
        found = explain(organization=school, **asked)
        if options["shape"] == "json":
            return [_dumped(as_json(found, organization=school, **asked))]
        return as_lines(found)

    def _holes(self, options: dict[str, Any]) -> list[str]:
        path = ""
        if options["unit"]:
            try:
                path = unit_by_code(options["unit"], today_vn()).path
            except UnknownUnit as reason:
                raise CommandError(str(reason)) from reason
        found = coverage(path, now())
        if options["shape"] == "json":
            holes = [each._asdict() for each in found.holes]
            return [_dumped({"schools": found.schools, "counts": found.counts, "holes": holes})]
        head = f"{found.schools} trường; " + "; ".join(f"{KINDS[kind]}: {n}" for kind, n in found.counts.items())
        return [head, *(f"[{KINDS[each.kind]}] {each.name}: {each.words}" for each in found.holes)]


def _moment(text: str) -> datetime:
    if not text:
        return now()
    try:
        moment = parse_datetime(text.replace(" ", "T", 1))
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"Không đọc được thời điểm {text}. Ghi như 2026-11-22T21:30.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _dumped(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
