"""The numbers of a thread: what its summary says and what a report on the directive may quote as `{vb.…}`.

Declared once, with their basis in words, as the indicators are; unlike those they belong to one directive.
"""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.assessments.models import Assessment
from truongan.figures.counting import answer
from truongan.figures.indicators import MOVEMENT
from truongan.figures.questions import Answer
from truongan.plans.states import Progress
from truongan.reports.thread.sources import Thread


@dataclass(frozen=True)
class ThreadNumber:
    """`of` is the number it is a part of. `node` is the part of the tree where what stands behind it is listed."""

    code: str
    label: str | Promise
    basis: str | Promise
    node: str
    of: str = ""


_ALL = (
    ThreadNumber("vb.don_vi_nhan", _("đơn vị nhận văn bản"),
                 _("Đơn vị có tên trong danh sách nhận lúc ban hành, cộng đơn vị được bổ sung sau."), "receipts"),
    ThreadNumber("vb.da_xac_nhan", _("đơn vị đã xác nhận"),
                 _("Đơn vị đã xác nhận tiếp nhận đến ngày tính."), "receipts", "vb.don_vi_nhan"),
    ThreadNumber("vb.nhiem_vu", _("nhiệm vụ đã giao"),
                 _("Mỗi nhiệm vụ ở mỗi đơn vị tính một; nhiệm vụ đã bỏ không tính."), "duties"),
    ThreadNumber("vb.nhiem_vu_xong", _("nhiệm vụ đã hoàn thành"),
                 _("Nhiệm vụ được báo hoàn thành đến ngày tính."), "duties", "vb.nhiem_vu"),
    ThreadNumber("vb.nhiem_vu_qua_han", _("nhiệm vụ quá hạn"),
                 _("Nhiệm vụ có hạn trước ngày tính và chưa hoàn thành vào ngày đó."), "duties", "vb.nhiem_vu"),
    ThreadNumber("vb.van_ban_thuc_hien", _("văn bản thực hiện"),
                 _("Văn bản ghi là thực hiện văn bản này hoặc một văn bản thực hiện nó."), "directives"),
    ThreadNumber("vb.ke_hoach", _("kế hoạch"),
                 _("Kế hoạch đã trình, ghi thực hiện văn bản này hoặc có biện pháp ghi như vậy."), "plans"),
    ThreadNumber("vb.ke_hoach_duyet", _("kế hoạch đã được duyệt"),
                 _("Trong số kế hoạch trên, đã được duyệt đến ngày tính."), "plans", "vb.ke_hoach"),
    ThreadNumber("vb.bien_phap", _("biện pháp"),
                 _("Biện pháp trong các kế hoạch trên hoặc ghi thực hiện văn bản này; biện pháp đã bỏ không tính."), "measures"),
    ThreadNumber("vb.bien_phap_xong", _("biện pháp đã làm xong"),
                 _("Biện pháp ghi làm xong đến ngày tính."), "measures", "vb.bien_phap"),
    ThreadNumber("vb.hoat_dong", _("hoạt động"),
                 _("Hoạt động ghi thực hiện văn bản này, hoặc một biện pháp của nó; hoạt động hủy không tính."), "activities"),
    ThreadNumber("vb.luot_nguoi", _("lượt người tham gia"),
                 _("Cộng lượt người của các hoạt động trên; một người dự hai hoạt động là hai lượt."), "activities"),
    ThreadNumber("vb.truong_danh_gia", _("trường tự đánh giá"),
                 _("Trường đã nộp tự đánh giá từ ngày ban hành đến ngày tính; mỗi trường tính một."), "assessments"),
    ThreadNumber("vb.bao_cao", _("báo cáo"),
                 _("Báo cáo kết quả đã chốt và báo cáo chuyên đề đã nộp theo văn bản này."), "reports"),
)  # fmt: skip

NUMBERS = {each.code: each for each in _ALL}


@dataclass(frozen=True)
class Results:
    """What a thread adds up to: its own numbers and the register's answer for the same place and time."""

    thread: Thread
    own: dict[str, int]
    register: Answer

    @property
    def values(self) -> dict[str, int | str | None]:
        """Everything a text may quote, by name; `<name>.of` is what a number is a part of."""
        figures = self.register.total.figures
        said: dict[str, int | str | None] = {code: each.value for code, each in figures.items()}
        said |= {f"{code}.of": each.whole for code, each in figures.items()}
        return said | thread_values(self.own)


def results_of(thread: Thread) -> Results:
    # Plans, activities and assessments of the thread are counted above; those of the area are not what it says.
    return Results(thread, count(thread), answer(thread.question, MOVEMENT.codes))


def thread_values(own: dict[str, int]) -> dict[str, int | str | None]:
    """Numbers of a thread with their wholes, as texts quote them."""
    wholes = {f"{code}.of": own[NUMBERS[code].of] for code in own if NUMBERS[code].of}
    return {**own, **wholes}


def count(thread: Thread) -> dict[str, int]:
    """Every number of the thread; one query for each kind of record."""
    found: dict[str, int] = {"vb.van_ban_thuc_hien": len(thread.family) - 1}
    for part in (_receipts, _duties, _plans, _measures, _activities, _assessments, _reports):
        found |= part(thread)
    return {code: found[code] or 0 for code in NUMBERS}


def _receipts(thread: Thread) -> dict[str, int]:
    acknowledged = Count("pk", filter=Q(acknowledged_at__lt=thread.until))
    return _named(thread.receipts.aggregate(n=Count("pk"), k=acknowledged), "vb.don_vi_nhan", "vb.da_xac_nhan")


def _duties(thread: Thread) -> dict[str, int]:
    done = Q(done_on__lte=thread.on)
    counted = thread.duties.exclude(status="cancelled").aggregate(
        n=Count("pk"), k=Count("pk", filter=done), late=Count("pk", filter=Q(due_on__lt=thread.on) & ~done)
    )
    return _named(counted, "vb.nhiem_vu", "vb.nhiem_vu_xong", "vb.nhiem_vu_qua_han")


def _plans(thread: Thread) -> dict[str, int]:
    approved = Count("pk", filter=Q(approved_on__lte=thread.on))
    return _named(thread.plans.aggregate(n=Count("pk"), k=approved), "vb.ke_hoach", "vb.ke_hoach_duyet")


def _measures(thread: Thread) -> dict[str, int]:
    done = Count("pk", filter=Q(progress=Progress.DONE, done_on__lte=thread.on))
    return _named(thread.measures.aggregate(n=Count("pk"), k=done), "vb.bien_phap", "vb.bien_phap_xong")


def _activities(thread: Thread) -> dict[str, int]:
    rows = thread.activities
    people = rows.aggregate(n=Count("pk", distinct=True), k=Sum("audiences__attendance_count"))
    return _named(people, "vb.hoat_dong", "vb.luot_nguoi")


def _assessments(thread: Thread) -> dict[str, int]:
    return {"vb.truong_danh_gia": _schools(thread.assessments)}


def _schools(rows) -> int:
    return Assessment.objects.filter(pk__in=rows.values("pk")).values("organization").distinct().count()


def _reports(thread: Thread) -> dict[str, int]:
    return {"vb.bao_cao": thread.reports.count() + thread.submissions.count()}


def _named(counted: dict[str, int], *codes: str) -> dict[str, int]:
    return dict(zip(codes, counted.values(), strict=True))


def number_names() -> frozenset[str]:
    """Every name a text about a directive may quote beside the indicators."""
    wholes = (f"{each.code}.of" for each in _ALL if each.of)
    return frozenset([*NUMBERS, *wholes])
