"""One report of the school of the cast at every step of its way, for the tests that visit every address."""

from datetime import UTC, date, datetime

from truongan.documents.models import PaperTemplate
from truongan.figures.models import Seal
from truongan.reports.models import Addendum, ReportCycle, Submission, SubmissionFile
from truongan.reports.periodic.starter import starter
from truongan.reports.periodic.templates import PAPER

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
UNTIL = date(2026, 11, 20)
_SENT = ("submitted", "accepted", "sealed")


def every_step(cast) -> dict[str, Submission]:
    """Status → the school's report in a quick cycle of its own, handed in to the commune's committee."""
    return {status: _step(cast, status) for status in ("due", "draft", *_SENT)}


def _step(cast, status: str) -> Submission:
    cycle = ReportCycle.objects.create(
        kind="quick", name=f"Nhanh {status}", since=date(2026, 11, 16), until=UNTIL, basis="Thử",
        deadlines={"school": "2026-11-23", "province": "2026-11-25"}, issuer=cast.province_police,
        sectors=["committee", "school"], opened_at=NOW, gathered_at=NOW,
    )  # fmt: skip
    top, middle = cast.province_police, cast.commune_committee
    rest = {"cycle": cycle, "updated_at": NOW}
    Submission.objects.create(organization=top, path=f"{top.pk}/", level="province", **rest)
    Submission.objects.create(
        organization=middle, superior=top, path=f"{top.pk}/{middle.pk}/", level="commune", **rest
    )
    sent = {"submitted_at": NOW, "seal": Seal.objects.create(on=UNTIL, since=cycle.since, sealed_at=NOW)}
    sealed = {"number": 1, "sealed_at": NOW, "issued_on": UNTIL}
    submission = Submission.objects.create(
        organization=cast.school, superior=middle, path=f"{top.pk}/{middle.pk}/{cast.school.pk}/", level="school",
        status=status, due_on=date(2026, 11, 23), results="{schemes.count} mô hình", symbol="BC", place="Bắc Ninh",
        issuer_name=cast.school.name, signer_title="Hiệu trưởng", signer_name="Lê Thu Hà",
        **rest, **(sent if status in _SENT else {}), **(sealed if status == "sealed" else {}),
    )  # fmt: skip
    if status == "sealed":
        _files(submission)
    return submission


def _files(submission: Submission) -> None:
    addendum = Addendum.objects.create(
        submission=submission, ordinal=1, reason="Sửa", number=2, symbol="BC", issued_on=UNTIL, declared_at=NOW
    )
    for of, name in ((None, "docx"), (None, "pdf"), (None, "xlsx"), (addendum, "docx")):
        SubmissionFile.objects.create(submission=submission, addendum=of, format=name, content=b"PK", sha256="0" * 64)


def own_template(cast) -> PaperTemplate:
    return PaperTemplate.objects.create(
        paper=PAPER, name="Mẫu riêng", organization=cast.school, valid_from=UNTIL, content=starter(),
        file_name="mau.docx", sha256="0" * 64, uploaded_by=cast.hieu_truong, created_at=NOW,
    )  # fmt: skip
