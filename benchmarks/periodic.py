"""The consolidated periodic report of a province in which every school has handed in: figures, Word, PDF, Excel, board."""

from datetime import UTC, date, datetime

from django.test import Client
from django.urls import reverse

from benchmarks.national_register import prepare, worker_in
from benchmarks.timing import line, median_ms, pages_answer
from truongan.figures.models import Seal
from truongan.organizations.models import Organization
from truongan.reports.models import ReportCycle, Submission
from truongan.reports.periodic.files import file_of
from truongan.territory.models import AdministrativeUnit

SINCE, UNTIL = date(2026, 8, 15), date(2026, 11, 14)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def cycle_of(province: AdministrativeUnit) -> Submission:
    """A round in which every school of the province handed in straight to one collector; made once, its report."""
    found = Submission.objects.filter(cycle__name="Đo tốc độ", superior=None).first()
    return found or _made(province)


def _made(province: AdministrativeUnit) -> Submission:
    code = f"BENCH-{province.code}-KY"
    issuer = Organization.objects.filter(code=code).first() or Organization(
        code=code, name=f"Ban Chỉ đạo {province.full_name}", sector="committee", level="province",
        place_path=province.path,
    )  # fmt: skip
    issuer.derive_keys()
    issuer.save()
    issuer.placements.get_or_create(unit=province, path=province.path, valid_from=date(2025, 7, 1))
    cycle = ReportCycle.objects.create(
        kind="quick", name="Đo tốc độ", since=SINCE, until=UNTIL, deadlines={"school": "2026-11-16"}, issuer=issuer,
        sectors=["school"], opened_at=NOW, gathered_at=NOW,
    )  # fmt: skip
    top = Submission.objects.create(
        cycle=cycle, organization=issuer, path=f"{issuer.pk}/", level="province", status="draft", updated_at=NOW,
        results="{schemes.count} điểm mô hình",
    )  # fmt: skip
    schools = Organization.objects.schools().within(province, UNTIL)
    seals = Seal.objects.bulk_create(Seal(on=UNTIL, since=SINCE, sealed_at=NOW) for _each in schools)
    Submission.objects.bulk_create(
        Submission(
            cycle=cycle, organization=school, superior=issuer, path=f"{issuer.pk}/{school.pk}/", level="school",
            status="accepted", seal=seal, submitted_at=NOW, accepted_at=NOW, updated_at=NOW, difficulties="Thiếu người",
        )
        for school, seal in zip(schools, seals, strict=True)
    )  # fmt: skip
    return top


def main() -> None:
    prepare()
    province = AdministrativeUnit.objects.on(UNTIL).get(code="24")
    top = cycle_of(province)
    print(f"{'schools that handed in':<52}{Submission.objects.below(top).count():9d}")
    for name in ("docx", "pdf", "xlsx"):
        line(f"consolidated report, {name}", median_ms(lambda name=name: file_of(top, name), runs=3), None, 3000)
    client = Client()
    client.force_login(worker_in(province, "police"), backend="django.contrib.auth.backends.ModelBackend")
    with pages_answer():
        for name, address in (
            ("board of the round", reverse("reports:cycle", args=[top.cycle_id])),
            ("list of rounds", reverse("reports:cycle_list")),
        ):
            line(name, median_ms(lambda address=address: client.get(address)), None, 150)
