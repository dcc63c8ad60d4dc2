"""What the chain of command of a loaded demonstration must say; the register is asked, nothing is known beforehand."""

from datetime import date
from io import BytesIO, StringIO

import docx
from django.core.management import call_command

from truongan.accounts.models import User
from truongan.activities.models import Activity, Photo
from truongan.assessments.models import Assessment
from truongan.demo.cast import ORGANIZATION
from truongan.demo.chain.directive_2021 import directive_1646
from truongan.demo.chain.directive_2026 import directive_of_2026
from truongan.demo.places import ARTICLE_DAY
from truongan.directives.models import Directive, Duty, Receipt
from truongan.plans.models import GuidanceComment, Plan
from truongan.plans.rules import waits_for
from truongan.reports.models import ResultReport, Submission
from truongan.reports.thread.numbers import results_of
from truongan.reports.thread.sources import thread_of


def check_thread_of_1646() -> None:
    directive = directive_1646()
    assert directive.label == "1646/BCĐ"
    assert directive.is_published
    assert set(directive.files.values_list("name", flat=True)) == {"CV-1646-2021.docx", "CV-1646-2021.pdf"}
    found = results_of(thread_of(directive, on=ARTICLE_DAY))
    _check_numbers(directive, found.own)
    figures = {code: figure.value for code, figure in found.register.total.figures.items()}
    names = ("schemes.count", "teams.count", "teams.memberships", "groups.count", "groups.memberships")
    assert [figures[name] for name in names] == [322, 628, 5398, 484, 5103]
    assert figures["schemes.active"] <= 322
    _check_report(directive)
    shown = StringIO()
    call_command("directives", "show", "1646/BCĐ", stdout=shown)
    assert "1646/BCĐ" in shown.getvalue()


def _check_numbers(directive: Directive, own: dict[str, int]) -> None:
    receipts = Receipt.objects.filter(directive=directive)
    assert own["vb.don_vi_nhan"] == receipts.count() == directive.expected_count
    assert own["vb.da_xac_nhan"] == receipts.exclude(acknowledged_at=None).count()
    assert 0.9 < own["vb.da_xac_nhan"] / own["vb.don_vi_nhan"] < 1, "a few never acknowledged"
    duties = Duty.objects.filter(directive=directive)
    assert own["vb.nhiem_vu_xong"] == duties.filter(done_on__lte=ARTICLE_DAY).count()
    assert own["vb.nhiem_vu_xong"] > own["vb.nhiem_vu_qua_han"] > 0
    assert own["vb.van_ban_thuc_hien"] == 11, "ten districts and the Department of Education"
    assert own["vb.ke_hoach"] > own["vb.ke_hoach_duyet"] > own["vb.ke_hoach"] // 2
    assert own["vb.bien_phap"] > own["vb.bien_phap_xong"] > 0
    assert own["vb.hoat_dong"] == Activity.objects.filter(directive=directive).count() > 50
    assert own["vb.luot_nguoi"] > own["vb.hoat_dong"] * 50
    assert own["vb.truong_danh_gia"] == Assessment.objects.filter(criteria_set__code="1467-2020").count()
    assert own["vb.bao_cao"] == 12, "ten districts, the province's own, and the sealed report"
    assert duties.filter(extensions__state="granted").exists()
    assert duties.filter(hand_overs__to_person__user__username="giao-vien", status="done").exists()
    assert Photo.objects.exists()
    assert not Photo.objects.exclude(shows_children=False).exists()


def _check_report(directive: Directive) -> None:
    report = ResultReport.objects.get(directive=directive)
    assert report.is_sealed
    assert report.issued_on == ARTICLE_DAY
    content = bytes(report.files.get(format="docx").content)
    words = " ".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)
    for number in ("322", "628", "5.398", "484", "5.103"):
        assert number in words, number


def check_work_of_the_cast() -> None:
    """Everyone finds something to do, and the stranger only their own."""
    directive, school = directive_of_2026(), ORGANIZATION["school"].code
    waiting = Receipt.objects.filter(directive=directive, acknowledged_at=None)
    assert {school, ORGANIZATION["commune-committee"].code, ORGANIZATION["commune-police"].code} <= set(
        waiting.values_list("organization__code", flat=True)
    )
    assert Duty.objects.filter(directive=directive, status="open", due_on__lt="2026-11-22").exists()
    assert Plan.objects.get(organization__code=school, school_year="2026-2027").status == "returned"
    assert Plan.objects.filter(waits_for(User.objects.get(username="truong-phong-xa"), date(2026, 11, 22))).exists()
    assert Plan.objects.filter(submitted_to__code=ORGANIZATION["education"].code, status="submitted").exists()
    assert GuidanceComment.objects.filter(author__username="cong-an-xa", resolved_at=None).exists()
    assert Assessment.objects.filter(organization__code=school, status="returned").exists()
    assert Submission.objects.filter(organization__code=school, status="returned", cycle__kind="quarter").exists()
    stranger = User.objects.get(username="hieu-truong-khac")
    seen = Plan.objects.visible_to(stranger).values_list("organization__code", flat=True)
    assert set(seen) == {ORGANIZATION["other-school"].code}
