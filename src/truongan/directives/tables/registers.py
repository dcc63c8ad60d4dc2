"""The registers of outgoing and incoming documents: what the URL asks, order, and rows to take away."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from truongan.directives.models import Directive, Receipt
from truongan.directives.querysets import DirectiveQuerySet, ReceiptQuerySet
from truongan.directives.states import DirectiveKind, DirectiveStatus, Topic, Urgency
from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

OUTGOING_SORTS = {"ngay": "issued_on", "so": "number", "trich_yeu": "subject"}
INCOMING_SORTS = {"den": "received_at", "so": "arrival_number", "ngay": "directive__issued_on"}
WAITING, ACKNOWLEDGED = "cho", "da"
OUTGOING_COLUMNS = (
    ExportColumn("Số, ký hiệu", 16),
    ExportColumn("Ngày ban hành", 14, "date"),
    ExportColumn("Loại", 14),
    ExportColumn("Trích yếu", 60),
    ExportColumn("Cơ quan ban hành", 34),
    ExportColumn("Người ký", 22),
    ExportColumn("Độ khẩn", 12),
    ExportColumn("Tình trạng", 18),
    ExportColumn("Nơi nhận", 12, "number"),
    ExportColumn("Đã tiếp nhận", 12, "number"),
)
INCOMING_COLUMNS = (
    ExportColumn("Số đến", 10, "number"),
    ExportColumn("Ngày đến", 14, "date"),
    ExportColumn("Đơn vị nhận", 34),
    ExportColumn("Cơ quan ban hành", 34),
    ExportColumn("Số, ký hiệu", 16),
    ExportColumn("Ngày ban hành", 14, "date"),
    ExportColumn("Loại", 14),
    ExportColumn("Trích yếu", 60),
    ExportColumn("Độ khẩn", 12),
    ExportColumn("Gửi đến lúc", 18, "datetime"),
    ExportColumn("Tiếp nhận lúc", 18, "datetime"),
)


@dataclass(frozen=True)
class Asked:
    """What the URL asks of a register; nonsense is left out, never an error."""

    words: str = ""
    year: int | None = None
    kind: str = ""
    status: str = ""
    urgency: str = ""
    topic: str = ""
    whose: str = ""

    @property
    def narrowing(self) -> int:
        return sum(bool(each) for each in (self.year, self.kind, self.status, self.urgency, self.topic, self.whose))


def register_question(request: HttpRequest) -> Asked:
    given = request.GET

    def among(name: str, values) -> str:
        return given.get(name, "") if given.get(name, "") in values else ""

    year = given.get("nam", "")
    return Asked(
        words=given.get("q", "").strip()[:100],
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        kind=among("loai", DirectiveKind.values),
        status=among("tinh_trang", [*DirectiveStatus.values, WAITING, ACKNOWLEDGED]),
        urgency=among("khan", Urgency.values),
        topic=among("linh_vuc", Topic.values),
        whose=among("cua", ["minh"]),
    )


def outgoing_asked(user, ask: Asked) -> DirectiveQuerySet:
    """Documents issued by organizations in this person's scope, drafts of their own."""
    rows = Directive.objects.visible_to(user).outgoing().filter(in_scope(user.scope, "kept_by__"))
    if ask.whose:
        rows = rows.filter(kept_by__in=user.scope.own_ids)
    exact = {"year": ask.year, "kind": ask.kind, "urgency": ask.urgency}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if ask.status in DirectiveStatus.values:
        rows = rows.filter(status=ask.status)
    if ask.topic:
        rows = rows.filter(topics__contains=[ask.topic])
    return rows.search(ask.words)


def incoming_asked(user, ask: Asked) -> ReceiptQuerySet:
    """What the person's own organizations received, within and from outside the system."""
    rows = Receipt.objects.of(user.scope.own_ids)
    if ask.year:
        rows = rows.filter(directive__year=ask.year)
    exact = {"directive__kind": ask.kind, "directive__urgency": ask.urgency}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if ask.topic:
        rows = rows.filter(directive__topics__contains=[ask.topic])
    if ask.status == WAITING:
        rows = rows.waiting()
    elif ask.status == ACKNOWLEDGED:
        rows = rows.filter(acknowledged_at__isnull=False)
    for word in fold(ask.words).split():
        rows = rows.filter(directive__search_fold__contains=word)
    return rows


def outgoing_ordered(rows: DirectiveQuerySet, request: HttpRequest) -> QuerySet[Directive]:
    return rows.select_related("kept_by").order_by(*ordering(request, OUTGOING_SORTS, "-ngay"))


def incoming_ordered(rows: ReceiptQuerySet, request: HttpRequest) -> QuerySet[Receipt]:
    return rows.select_related("directive__kept_by", "organization").order_by(
        *ordering(request, INCOMING_SORTS, "-den")
    )


def with_receipts(page: list[Directive]) -> list[Directive]:
    """The same directives, each with `acknowledged`: how many units said they have it; one query for all."""
    done = Receipt.objects.filter(directive__in=[each.pk for each in page], acknowledged_at__isnull=False)
    found = dict(done.order_by().values_list("directive").annotate(n=Count("pk")))
    for each in page:
        each.acknowledged = found.get(each.pk, 0)  # type: ignore[attr-defined]  # for the template
    return page


def outgoing_exported(rows: QuerySet[Directive], batch: int = 500) -> Iterator[tuple]:
    chunk: list[Directive] = []
    for each in rows.iterator(chunk_size=batch):
        chunk.append(each)
        if len(chunk) == batch:
            yield from map(_outgoing_cells, with_receipts(chunk))
            chunk = []
    yield from map(_outgoing_cells, with_receipts(chunk))


def incoming_exported(rows: QuerySet[Receipt]) -> Iterator[tuple]:
    return map(_incoming_cells, rows.iterator(chunk_size=1000))


def _outgoing_cells(each) -> tuple:
    return (
        each.label, each.issued_on, each.get_kind_display(), each.subject, each.issuer_name, each.signer_name,
        str(each.get_urgency_display()), str(each.get_status_display()), each.expected_count, each.acknowledged,
    )  # fmt: skip


def _incoming_cells(each: Receipt) -> tuple:
    directive = each.directive
    return (
        each.arrival_number, each.arrived_on, each.organization.name, directive.issuer_name, directive.label,
        directive.issued_on, str(directive.get_kind_display()), directive.subject,
        str(directive.get_urgency_display()), each.received_at, each.acknowledged_at,
    )  # fmt: skip


def export_meta(ask: Asked) -> list[str]:
    lines = []
    if ask.year:
        lines.append(_("Năm %(year)s") % {"year": ask.year})
    if ask.words:
        lines.append(_("Tìm: %(words)s") % {"words": ask.words})
    return lines
