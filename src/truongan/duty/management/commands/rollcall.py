"""`truongan rollcall start|status`: ask a network from the console, and see what came back."""

import json
from argparse import SUPPRESS
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from truongan.duty.actions import CannotCallRoll, call_roll
from truongan.duty.models import RollCall
from truongan.duty.models.rollcall import PARTS
from truongan.duty.network import Part, members_of
from truongan.duty.queries import board
from truongan.kernel.clock import now, today_vn
from truongan.organizations.models import Organization
from truongan.territory.geography import UnknownUnit, unit_by_code


class Command(BaseCommand):
    help = "Điểm danh mạng lưới: gọi (start) và xem kết quả (status)."

    def add_arguments(self, parser):
        tasks = parser.add_subparsers(dest="task", required=True)
        start = tasks.add_parser("start", help="gọi một cuộc điểm danh")
        start.add_argument("--organization", required=True, metavar="CODE", help="gọi trong tên của cơ quan nào")
        start.add_argument("--title", default="Điểm danh mạng lưới")
        start.add_argument("--unit", default="", metavar="CODE", help="mã đơn vị hành chính; bỏ trống là cả nước")
        start.add_argument("--school", default="", metavar="CODE", help="chỉ một trường")
        start.add_argument("--part", action="append", choices=[code for code, _label in PARTS], dest="parts")
        start.add_argument("--type", action="append", default=[], dest="scheme_types", help="mã loại mô hình")
        start.add_argument("--level", action="append", default=[], dest="school_levels", help="cấp học: THCS, THPT…")
        start.add_argument("--minutes", type=int, default=1440, help="nhận trả lời trong bao nhiêu phút")
        start.add_argument("--real", action="store_true", help="không phải diễn tập")
        start.add_argument("--yes", action="store_true", help="gọi ngay; thiếu thì chỉ đếm số người sẽ hỏi")
        status = tasks.add_parser("status", help="kết quả một cuộc điểm danh, mặc định là cuộc mới nhất")
        status.add_argument("number", nargs="?", type=int)
        for each in (start, status):
            each.add_argument("--format", choices=["text", "json"], default=SUPPRESS, dest="shape")

    def handle(self, *args, **options):
        shown = self._start(options) if options["task"] == "start" else self._status(options)
        if options.get("shape") == "json":
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
        else:
            for name, value in shown.items():
                self.stdout.write(f"{name}: {value}")

    def _start(self, options: dict[str, Any]) -> dict[str, Any]:
        part = _part(options)
        if not options["yes"]:
            return {"asked": len(members_of(part, today_vn())), "note": "Chưa gọi. Thêm --yes để gọi."}
        moment = now()
        try:
            made = call_roll(
                actor=None, key=f"console.{moment:%Y%m%d%H%M%S%f}", organization=_named(options["organization"]),
                title=options["title"], part=part, minutes_open=options["minutes"], is_drill=not options["real"],
                now=moment,
            )  # fmt: skip
        except CannotCallRoll as reason:
            raise CommandError(str(reason)) from reason
        return {"rollcall": made.pk, "asked": made.asked_count, "closes_at": made.closes_at.isoformat()}

    def _status(self, options: dict[str, Any]) -> dict[str, Any]:
        rows = RollCall.objects.filter(pk=options["number"]) if options["number"] else RollCall.objects.order_by("-pk")
        found = rows.select_related("organization").first()
        if found is None:
            raise CommandError("Không có cuộc điểm danh nào như thế.")
        totals = board.totals(found.asked.all(), found)
        return {
            "rollcall": found.pk, "title": found.title, "organization": found.organization.name,
            "drill": found.is_drill, "open": found.is_open, "asked": totals.asked, "answered": totals.answered,
            "here": totals.here, "away": totals.away, "silent": totals.silent, "unreachable": totals.unreachable,
            "median_minutes": board.median_minutes(found.asked.all(), found), "live_groups": found.live_groups,
        }  # fmt: skip


def _part(options: dict[str, Any]) -> Part:
    try:
        unit = unit_by_code(options["unit"], today_vn()) if options["unit"] else None
    except UnknownUnit as reason:
        raise CommandError(str(reason)) from reason
    school = _named(options["school"]) if options["school"] else None
    return Part(
        None if school else unit, school, tuple(options["scheme_types"]), tuple(options["school_levels"]),
        tuple(options["parts"] or ["groups"]),
    )  # fmt: skip


def _named(code: str) -> Organization:
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"Không có đơn vị nào mã {code}.")
    return found
