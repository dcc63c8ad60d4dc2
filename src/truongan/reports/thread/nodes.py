"""The parts of a thread's tree: one list for each kind of record, in rows that say who, what and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.reports.thread.sources import Thread


@dataclass(frozen=True)
class Row:
    title: str
    href: str = ""
    who: str = ""
    on: date | None = None
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Node:
    """`number` is the thread's number (or the indicator) that counts the rows; without one they are counted."""

    code: str
    label: str | Promise
    number: str
    empty: str | Promise
    rows: Callable[[Thread], QuerySet[Any]]
    row: Callable[[Thread, Any], Row]


def _receipts(thread: Thread) -> QuerySet:
    rows = thread.receipts.select_related("organization")
    return rows.order_by("path", "organization__sort_key", "pk")


def _receipt(thread: Thread, each) -> Row:
    done = each.acknowledged_at is not None and each.acknowledged_at < thread.until
    on = timezone.localdate(each.acknowledged_at) if done else timezone.localdate(each.received_at)
    state = (_("Đã xác nhận"), "ok") if done else (_("Chưa xác nhận"), "late")
    return Row(each.organization.called, each.organization.get_absolute_url(), "", on, *state)


def _duties(thread: Thread) -> QuerySet:
    rows = thread.duties.exclude(status="cancelled").select_related("organization", "assignment")
    return rows.order_by("assignment__position", "path", "organization__sort_key", "pk")


def _duty(thread: Thread, each) -> Row:
    if each.done_on and each.done_on <= thread.on:
        state = (_("Đã hoàn thành"), "ok")
    elif each.due_on and each.due_on < thread.on:
        state = (_("Quá hạn"), "late")
    else:
        state = (_("Đang thực hiện"), "soon")
    return Row(each.assignment.task, "", each.organization.called, each.done_on or each.due_on, *state)


def _plans(thread: Thread) -> QuerySet:
    return thread.plans.select_related("organization").order_by("organization__sort_key", "pk")


def _plan(thread: Thread, each) -> Row:
    approved = each.approved_on is not None and each.approved_on <= thread.on
    state = (_("Đã duyệt"), "ok") if approved else (_("Đã trình"), "soon")
    on = each.approved_on if approved else each.submitted_on
    return Row(each.title, each.get_absolute_url(), each.organization.called, on, *state)


def _measures(thread: Thread) -> QuerySet:
    rows = thread.measures.select_related("plan__organization")
    return rows.order_by("plan__organization__sort_key", "plan", "position", "pk")


def _measure(thread: Thread, each) -> Row:
    done = each.done_on is not None and each.done_on <= thread.on
    state = (_("Đã làm xong"), "ok") if done else (_("Chưa xong"), "")
    on = each.done_on if done else each.ends_on
    return Row(each.text, each.get_absolute_url(), each.plan.organization.called, on, *state)


def _activities(thread: Thread) -> QuerySet:
    return thread.activities.select_related("organization").order_by("-on", "-pk")


def _activity(thread: Thread, each) -> Row:
    kind = str(each.get_kind_display())
    return Row(each.title, each.get_absolute_url(), each.organization.called, each.on, kind)


def _schemes(thread: Thread) -> QuerySet:
    return thread.schemes.select_related("organization", "type").order_by("organization__sort_key", "pk")


def _scheme(thread: Thread, each) -> Row:
    return Row(str(each), each.get_absolute_url(), each.organization.called, each.stock_from, str(each.entry_words))


def _assessments(thread: Thread) -> QuerySet:
    return thread.assessments.select_related("organization", "criteria_set").order_by("organization__sort_key", "pk")


def _assessment(thread: Thread, each) -> Row:
    result = each.result_name or _("Chưa xếp loại")
    tone = "ok" if each.passes else "soon"
    return Row(each.criteria_set.name, each.get_absolute_url(), each.organization.called, each.on, result, tone)


def _reports(thread: Thread) -> QuerySet:
    return thread.reports.select_related("issuer").order_by("-issued_on", "-pk")


def _report(thread: Thread, each) -> Row:
    return Row(each.subject, each.get_absolute_url(), each.issuer.called, each.issued_on, each.number_label, "ok")


def _submissions(thread: Thread) -> QuerySet:
    return thread.submissions.select_related("organization", "cycle").order_by("path", "pk")


def _submission(thread: Thread, each) -> Row:
    on = timezone.localdate(each.submitted_at)
    state = (str(each.get_status_display()), each.tone)
    return Row(each.cycle.name, each.get_absolute_url(), each.organization.called, on, *state)


NODES: dict[str, Node] = {each.code: each for each in (
    Node("receipts", gettext_lazy("Tiếp nhận"), "vb.don_vi_nhan",
         gettext_lazy("Chưa đơn vị nào trong phạm vi của bạn nhận văn bản."), _receipts, _receipt),
    Node("duties", gettext_lazy("Nhiệm vụ đã giao"), "vb.nhiem_vu",
         gettext_lazy("Văn bản không giao nhiệm vụ có theo dõi."), _duties, _duty),
    Node("plans", gettext_lazy("Kế hoạch"), "vb.ke_hoach",
         gettext_lazy("Chưa có kế hoạch nào ghi thực hiện văn bản này."), _plans, _plan),
    Node("measures", gettext_lazy("Biện pháp trong kế hoạch"), "vb.bien_phap",
         gettext_lazy("Chưa có biện pháp nào."), _measures, _measure),
    Node("activities", gettext_lazy("Hoạt động"), "vb.hoat_dong",
         gettext_lazy("Chưa có hoạt động nào ghi thực hiện văn bản này."), _activities, _activity),
    Node("schemes", gettext_lazy("Điểm mô hình"), "schemes.worked_on",
         gettext_lazy("Từ ngày ban hành chưa có điểm mô hình nào được xây dựng, củng cố hay kiện toàn."), _schemes, _scheme),
    Node("assessments", gettext_lazy("Đánh giá"), "vb.truong_danh_gia",
         gettext_lazy("Từ ngày ban hành chưa có trường nào nộp tự đánh giá."), _assessments, _assessment),
    Node("reports", gettext_lazy("Báo cáo kết quả"), "",
         gettext_lazy("Chưa có báo cáo nào được chốt."), _reports, _report),
    Node("submissions", gettext_lazy("Báo cáo chuyên đề đã nộp"), "",
         gettext_lazy("Chưa có báo cáo chuyên đề nào theo văn bản này."), _submissions, _submission),
)}  # fmt: skip


def contribute_node(node: Node) -> None:
    """Show another kind of record in the tree of every thread.

    Called in the contributing context's AppConfig.ready().
    """
    NODES[node.code] = node


@dataclass(frozen=True)
class Branch:
    """A node with its first rows and how many there are."""

    node: Node
    count: int
    rows: list[Row]


def branches(thread: Thread, values: dict[str, Any], shown: int = 5) -> list[Branch]:
    """Every node of the tree, its first rows read; two queries for each kind that has any."""
    found = []
    for node in NODES.values():
        rows = node.rows(thread)
        count = values.get(node.number) if node.number else rows.count()
        first = [node.row(thread, each) for each in rows[:shown]] if count else []
        found.append(Branch(node, count or 0, first))
    return found
