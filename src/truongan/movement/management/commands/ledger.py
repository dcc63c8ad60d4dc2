"""`truongan ledger verify|rebuild`: the rows every number is summed from, checked against the register or made anew."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from truongan.kernel.numbers import vn_number
from truongan.movement.ledger import rebuild
from truongan.movement.ledger_check import Difference, differences
from truongan.organizations.models import Organization

_SHOWN = 50  # differences printed as text; json gives all


class Command(BaseCommand):
    help = (
        "Đối chiếu sổ cái với sổ đăng ký, hoặc lập lại từ đầu: truongan ledger verify|rebuild; mã thoát 1: có sai lệch"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=["verify", "rebuild"])
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['task']}")(is_json=options["format"] == "json")

    def _rebuild(self, *, is_json: bool) -> None:
        count = rebuild()
        text = f"Đã lập lại sổ cái của {vn_number(count)} đơn vị."
        self.stdout.write(json.dumps({"organizations": count}) if is_json else text)

    def _verify(self, *, is_json: bool) -> None:
        found = list(differences())
        count = Organization.objects.count()
        self.stdout.write(_as_json(count, found) if is_json else _as_text(count, found))
        if found:
            raise SystemExit(1)


def _as_json(count: int, found: list[Difference]) -> str:
    report = {"ok": not found, "organizations": count, "differences": [each._asdict() for each in found]}
    return json.dumps(report, ensure_ascii=False)


def _as_text(count: int, found: list[Difference]) -> str:
    if not found:
        return f"Sổ cái khớp với sổ đăng ký: {vn_number(count)} đơn vị."
    lines = [
        f"✗ {each.organization}, {each.table}: {vn_number(each.wrong)} dòng sai, {vn_number(each.missing)} dòng thiếu"
        for each in found[:_SHOWN]
    ]
    places = len({each.organization for each in found})
    said = f"Sổ cái lệch ở {vn_number(places)} trên {vn_number(count)} đơn vị. Lập lại bằng: truongan ledger rebuild"
    return "\n".join([*lines, said])
