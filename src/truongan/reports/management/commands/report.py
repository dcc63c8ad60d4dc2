from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from truongan.documents.pdf import to_pdf
from truongan.documents.word import to_docx
from truongan.kernel.clock import now
from truongan.kernel.dates import day_argument
from truongan.organizations.models import Organization
from truongan.reports.actions import blank_report
from truongan.reports.composing import compose
from truongan.reports.periodic.printing import CannotPrint, write_periodic
from truongan.reports.statements import area_name, live_figures, question_of
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit

_WRITERS = {".docx": to_docx, ".pdf": to_pdf}


class Command(BaseCommand):
    help = (
        "result: báo cáo kết quả của một đơn vị vào một ngày ra Word hoặc PDF (dự thảo, chưa lấy số); "
        "periodic: báo cáo định kỳ của một đơn vị trong một kỳ ra Word, PDF hoặc Excel"
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=["result", "periodic"])
        parser.add_argument(
            "--unit", required=True, metavar="CODE",
            help="result: mã đơn vị hành chính, đọc theo ngày của --on; periodic: mã đơn vị hành chính hoặc mã cơ quan",
        )  # fmt: skip
        parser.add_argument("--on", type=day_argument, help="result: ngày tính số liệu")
        parser.add_argument("--from", type=day_argument, dest="since", help="result: ngày đầu kỳ")
        parser.add_argument("--cycle", type=int, metavar="ID", help="periodic: số của kỳ báo cáo")
        parser.add_argument("--out", required=True, type=Path, help="FILE.docx, FILE.pdf; periodic cả FILE.xlsx")

    def handle(self, *args, **options):
        if options["kind"] == "periodic":
            self._periodic(options)
        else:
            self._result(options)

    def _periodic(self, options):
        """Every refusal is exit 2: scripts that collect reports must not take it for a failure of the machine."""
        if options["cycle"] is None:
            raise CommandError("Báo cáo định kỳ cần --cycle ID.", returncode=2)
        try:
            write_periodic(options["cycle"], options["unit"], options["out"])
        except CannotPrint as reason:
            raise CommandError(str(reason), returncode=2) from reason
        self.stdout.write(f"Đã ghi {options['out']}")

    def _result(self, options):
        out: Path = options["out"]
        if options["on"] is None:
            raise CommandError("Báo cáo kết quả cần --on NGÀY.", returncode=2)
        if out.suffix.lower() not in _WRITERS:
            raise CommandError("--out phải có đuôi .docx hoặc .pdf.")
        try:
            unit = unit_by_code(options["unit"], options["on"])
        except UnknownUnit as reason:
            raise CommandError(str(reason)) from reason
        report = blank_report(
            issuer=_issuer(unit, options["on"]), unit=unit, on=options["on"], since=options["since"], now=now()
        )
        document = compose(report, live_figures(question_of(report)), area_name(report), {})
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
