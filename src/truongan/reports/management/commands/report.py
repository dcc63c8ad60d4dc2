from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from truongan.documents.pdf import to_pdf
from truongan.documents.word import to_docx
from truongan.kernel.clock import now
from truongan.kernel.dates import parse_vn_date
from truongan.organizations.models import Organization
from truongan.reports.actions import blank_report
from truongan.reports.composing import compose
from truongan.reports.statements import area_name, live_figures, question_of
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit

_WRITERS = {".docx": to_docx, ".pdf": to_pdf}


def _day(text: str) -> date:
    day = parse_vn_date(text)
    if day is None:
        raise ValueError(text)
    return day


class Command(BaseCommand):
    help = "Xuất báo cáo kết quả của một đơn vị vào một ngày ra Word hoặc PDF (dự thảo, chưa lấy số)"

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=["result"])
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị, đọc theo ngày của --on")
        parser.add_argument("--on", required=True, type=_day)
        parser.add_argument("--from", type=_day, dest="since")
        parser.add_argument("--out", required=True, type=Path, help="FILE.docx hoặc FILE.pdf")

    def handle(self, *args, **options):
        out: Path = options["out"]
        if out.suffix.lower() not in _WRITERS:
            raise CommandError("--out phải có đuôi .docx hoặc .pdf.")
        try:
            unit = unit_by_code(options["unit"], options["on"])
        except UnknownUnit as reason:
            raise CommandError(str(reason)) from reason
        report = blank_report(
            issuer=_issuer(unit, options["on"]), unit=unit, on=options["on"], since=options["since"], now=now()
        )
        document = compose(report, live_figures(question_of(report)), area_name(report))
        try:
            out.write_bytes(_WRITERS[out.suffix.lower()](document))
        except OSError as reason:
            raise CommandError(f"Không ghi được {out}: {reason.strerror}.") from reason
        self.stdout.write(f"Đã ghi {out}")


def _issuer(unit: AdministrativeUnit, day: date) -> Organization:
    """The committee of the unit, else any agency of it, else a nameless one: the draft is for a person to finish."""
    here = Organization.objects.filter(
        placements__unit=unit, placements__valid_from__lte=day, level=unit.level
    ).order_by("pk")
    found = here.filter(sector="committee").first() or here.exclude(sector="school").first()
    return found or Organization(name=f"Ban Chỉ đạo {unit.full_name}", short_name="BCĐ", sector="committee")
