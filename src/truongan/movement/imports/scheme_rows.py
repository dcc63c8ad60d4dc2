"""The sheets “Mô hình” and “Sự kiện”: schemes of schools and what happened to them."""

from datetime import date

from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold, nfc
from truongan.movement.imports import choices
from truongan.movement.imports.drafting import Drafting
from truongan.movement.imports.plan import PlannedRow
from truongan.movement.imports.records import EventRecord, SchemeRecord, SchoolRecord
from truongan.movement.imports.schools import school_key
from truongan.movement.states import ENTERING, LEAVING, EventKind
from truongan.workbooks.rows import ReadRow

_RENEWALS = {
    choices.STRENGTHENED: (EventKind.STRENGTHENED,),
    choices.RESTAFFED: (EventKind.RESTAFFED,),
    choices.BOTH: (EventKind.STRENGTHENED, EventKind.RESTAFFED),
}
_BEFORE_THE_START = {EventKind.PROPOSED, EventKind.SURVEYED, EventKind.ESTABLISHED, EventKind.LAUNCHED}


def draft_schemes(drafting: Drafting) -> None:
    seen: dict[SchemeRecord, int] = {}
    replicas: list[tuple[ReadRow, PlannedRow, SchemeRecord]] = []
    for row, planned in drafting.rows("schemes"):
        school = drafting.school_of(row, planned)
        planned.label = type_label(drafting, row)
        if school is not None:
            _check_dates(drafting, row, school)
        if school is None or not row.is_ready:
            drafting.reject("scheme", row["school_code"], row["school"], row["type"], row=row)
            continue
        scheme = _draft_scheme(drafting, row, planned, school, seen)
        if scheme is not None and row["pilot"]:
            replicas.append((row, planned, scheme))
    # A pilot may stand further down in the same sheet.
    for replica in replicas:
        _set_pilot(drafting, *replica)


def draft_events(drafting: Drafting) -> None:
    seen: dict[tuple[SchemeRecord, str, date], int] = {}
    for row, planned in drafting.rows("events"):
        school = drafting.school_of(row, planned)
        if row["event"]:
            planned.label = str(EventKind(str(row["event"])).label)
        scheme = scheme_of(drafting, row, school) if school else None
        if scheme is None or not row.is_ready:
            continue
        kind, on = str(row["event"]), row["on"]
        assert isinstance(on, date)
        _check_event(drafting, row, scheme, kind, on)
        if first := seen.get((scheme, kind, on)):
            row.add_problem(
                "event", _("Sự kiện này đã có ở dòng %(row)d. Bỏ một dòng.") % {"row": first}, code="repeated"
            )
        if row.is_ready:
            seen[scheme, kind, on] = row.number
            note = str(row["note"] or "")
            _event(drafting, planned, scheme, kind, on, row, earlier=_same_day(scheme, kind, on), note=note)


def type_label(drafting: Drafting, row: ReadRow) -> str:
    known = drafting.types.get(str(row["type"]))
    return known[1] if known else row.text("type")


def scheme_of(drafting: Drafting, row: ReadRow, school: SchoolRecord, *, required: bool = True) -> SchemeRecord | None:
    """The scheme a row hangs on: of its type at its school, or the only one the school has."""
    found = _candidates(drafting, row, school)
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        # What ended long ago does not compete with what still runs.
        running = [each for each in found if each.life().stock_to is None]
        if len(running) == 1:
            return running[0]
        if required:
            key = "scheme_name" if row["type"] else "type"
            message = _("Trường có %(count)d điểm mô hình. Ghi rõ loại mô hình và tên điểm.") % {"count": len(found)}
            row.add_problem(key, message, code="ambiguous_scheme")
        return None
    if required:
        _note_no_scheme(drafting, row)
    return None


def _candidates(drafting: Drafting, row: ReadRow, school: SchoolRecord) -> list[SchemeRecord]:
    by_type = drafting.register.schemes
    if row["type"]:
        found = by_type.get((school, drafting.types[str(row["type"])][0]), [])
    else:
        found = [each for type_id, _name in drafting.types.values() for each in by_type.get((school, type_id), [])]
    if row["scheme_name"]:
        wanted = fold(str(row["scheme_name"]))
        return [each for each in found if fold(each.name) == wanted] or [each for each in found if not each.name]
    return found


def _note_no_scheme(drafting: Drafting, row: ReadRow) -> None:
    place = ("scheme", row["school_code"], row["school"])
    for names in ((*place, row["type"]), *((*place, code) for code in drafting.types if not row["type"])):
        if reason := drafting.rejected.get(names):
            row.add_problem("type", reason, code="depends")
            return
    message = _("Trường chưa có điểm mô hình này. Thêm vào trang “Mô hình”, hoặc sửa loại mô hình.")
    row.add_problem("type", message, code="unknown_scheme")


def _check_dates(drafting: Drafting, row: ReadRow, school: SchoolRecord) -> None:
    entry = row["entry"] or choices.BUILT
    if row["decision_number"] and not row["decision_on"]:
        row.add_problem("decision_on", _("Có số quyết định thì phải ghi ngày quyết định."), code="required")
    if entry in _RENEWALS and not row["renewed_on"]:
        message = _("Hình thức là củng cố, kiện toàn thì phải ghi ngày củng cố, kiện toàn.")
        row.add_problem("renewed_on", message, code="required")
    decided, launched, renewed = row["decision_on"], row["launched_on"], row["renewed_on"]
    if decided and launched and launched < decided:  # type: ignore[operator]
        message = _("Ngày ra mắt trước ngày quyết định (%(day)s). Kiểm tra lại hai ngày.")
        row.add_problem("launched_on", message % {"day": vn_date(decided)}, code="order")  # type: ignore[arg-type]
    started = decided or launched
    if renewed and started and renewed < started:  # type: ignore[operator]
        message = _("Ngày củng cố, kiện toàn trước ngày thành lập (%(day)s). Kiểm tra lại hai ngày.")
        row.add_problem("renewed_on", message % {"day": vn_date(started)}, code="order")  # type: ignore[arg-type]
    for key in ("decision_on", "launched_on", "renewed_on"):
        drafting.refuse_absent(row, key, school, row[key])  # type: ignore[arg-type]


def _draft_scheme(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, school: SchoolRecord, seen: dict[SchemeRecord, int]
) -> SchemeRecord | None:
    scheme = _known_scheme(drafting, row, school, seen)
    if scheme is None and not row["decision_on"] and not row["launched_on"]:
        message = _("Mô hình chưa có trong sổ nên cần ngày quyết định hoặc ngày ra mắt.")
        row.add_problem("decision_on", message, code="required")
    if scheme is not None and scheme in seen:
        message = _("Mô hình này của trường đã có ở dòng %(row)d. Gộp thành một dòng, hoặc ghi tên điểm khác nhau.")
        row.add_problem("type", message % {"row": seen[scheme]}, code="repeated")
    if not row.is_ready:
        drafting.reject("scheme", row["school_code"], row["school"], row["type"], row=row)
        return None
    if scheme is None:
        scheme = _new_scheme(drafting, row, planned, school)
    seen[scheme] = row.number
    if row["scheme_name"] and not scheme.name:
        drafting.change(scheme, planned, "name", nfc(str(row["scheme_name"])), _("Tên điểm"))
    _draft_entry(drafting, row, planned, scheme)
    return scheme


def _known_scheme(
    drafting: Drafting, row: ReadRow, school: SchoolRecord, seen: dict[SchemeRecord, int]
) -> SchemeRecord | None:
    """The scheme this row already is; a new one after the old one ended is another scheme."""
    found = _candidates(drafting, row, school)
    started = row["decision_on"] or row["launched_on"]
    fitting = [each for each in found if not _ended_before(each, started)]  # type: ignore[arg-type]
    if len(fitting) > 1:
        message = _("Trường có %(count)d điểm của loại này. Ghi tên điểm.") % {"count": len(fitting)}
        row.add_problem("scheme_name", message, code="ambiguous_scheme")
    return fitting[0] if fitting else None


def _ended_before(scheme: SchemeRecord, day: date | None) -> bool:
    ended = scheme.life().stock_to
    return bool(ended and day and day >= ended)


def _new_scheme(drafting: Drafting, row: ReadRow, planned: PlannedRow, school: SchoolRecord) -> SchemeRecord:
    type_id = drafting.types[str(row["type"])][0]
    scheme = SchemeRecord(school=school, type_id=type_id, name=nfc(str(row["scheme_name"] or "")))
    drafting.register.schemes[school, type_id].append(scheme)
    return drafting.create(scheme, planned)


def _set_pilot(drafting: Drafting, row: ReadRow, planned: PlannedRow, scheme: SchemeRecord) -> None:
    """The scheme this one was replicated from, named by its school; it may well lie outside the register."""
    found = [
        pilot
        for school in drafting.schools.by_key.get(school_key(str(row["pilot"])), [])
        for pilot in drafting.register.schemes.get((school, scheme.type_id), [])
        if pilot is not scheme
    ]
    if len(found) != 1:
        message = _("Không tìm thấy điểm gốc này trong phạm vi của bạn; chỉ ghi nhận là nhân rộng.")
        row.add_problem("pilot", message, severity="warning", code="unknown_pilot")
    elif found[0].id is None or found[0].id != scheme.pilot_id:
        scheme.set("is_replica", True)
        scheme.set("pilot", found[0])
        scheme.origin, planned.writes = scheme.origin or planned, True
        planned.note(_("Điểm gốc"), "", found[0].school.name)


def _draft_entry(drafting: Drafting, row: ReadRow, planned: PlannedRow, scheme: SchemeRecord) -> None:
    """How the scheme entered the count, and its first events."""
    entry = row["entry"] or choices.BUILT
    if entry == choices.REPLICATED or (row["entry"] == choices.BUILT and scheme.is_replica):
        drafting.change(scheme, planned, "is_replica", entry == choices.REPLICATED, _("Nhân rộng"), _yes_no)
    for kind, on in ((EventKind.ESTABLISHED, row["decision_on"]), (EventKind.LAUNCHED, row["launched_on"])):
        if isinstance(on, date):
            earlier = next(iter(scheme.valid(kind)), None)
            _event(
                drafting, planned, scheme, kind, on, row if kind == EventKind.ESTABLISHED else None, earlier=earlier
            )
    for kind in _RENEWALS.get(str(entry), ()):
        on = row["renewed_on"]
        assert isinstance(on, date)
        # A date corrected in this sheet replaces what this sheet said before, nothing else.
        said_here = next((each for each in scheme.valid(kind) if each.sheet == row.sheet.name), None)
        _event(drafting, planned, scheme, kind, on, None, earlier=_same_day(scheme, kind, on) or said_here)


def _same_day(scheme: SchemeRecord, kind: str, on: date) -> EventRecord | None:
    return next((each for each in scheme.valid(kind) if each.on == on), None)


def _check_event(drafting: Drafting, row: ReadRow, scheme: SchemeRecord, kind: str, on: date) -> None:
    life = scheme.life()
    drafting.refuse_absent(row, "on", scheme.school, on)
    other = next((each for each in scheme.valid(kind) if each.on != on), None) if kind in ENTERING else None
    if other:
        message = _("Sổ đã có “%(event)s” ngày %(day)s. Nếu ngày đó sai, sửa ở trang “Mô hình”.")
        row.add_problem(
            "on", message % {"event": EventKind(kind).label, "day": vn_date(other.on)}, code="second_start"
        )
    if life.stock_from and on < life.stock_from and kind not in _BEFORE_THE_START:
        message = _("Ngày này trước ngày thành lập điểm mô hình (%(day)s). Kiểm tra lại ngày.")
        row.add_problem("on", message % {"day": vn_date(life.stock_from)}, code="order")
    if life.stock_to and on >= life.stock_to and not _same_day(scheme, kind, on):
        message = _("Điểm mô hình đã kết thúc từ ngày %(day)s. Kiểm tra lại ngày.")
        row.add_problem("on", message % {"day": vn_date(life.stock_to)}, code="after_end")
    if kind in LEAVING and life.stock_from and on <= life.stock_from and row.is_ready:
        message = _("Ngày kết thúc phải sau ngày thành lập (%(day)s).")
        row.add_problem("on", message % {"day": vn_date(life.stock_from)}, code="order")


def _event(
    drafting: Drafting,
    planned: PlannedRow,
    scheme: SchemeRecord,
    kind: str,
    on: date,
    row: ReadRow | None,
    *,
    earlier: EventRecord | None,
    note: str = "",
) -> None:
    """Enter an event, or replace an earlier one the file corrects: events are voided and entered anew, never changed."""
    wanted = EventRecord(scheme=scheme, kind=str(kind), on=on, sheet=planned.sheet, note=note)
    if row is not None:
        wanted.decision_number = nfc(str(row["decision_number"] or ""))
        wanted.decision_on = row["decision_on"] if isinstance(row["decision_on"], date) else None
        wanted.decided_by = nfc(str(row["decided_by"] or ""))
    if earlier is not None:
        _keep_unsaid(wanted, earlier)
        differences = _differences(earlier, wanted)
        if not differences:
            return
        earlier.set("is_void", True)
        earlier.origin = planned
    else:
        differences = [(str(EventKind(kind).label), None, on)]
    for title, before, after in differences:
        planned.note(title, before, after)
    if planned.kind == "events" and earlier is None:
        planned.differences.clear()
        planned.outcome = type(planned.outcome).NEW
    wanted.origin, planned.writes = planned, True
    scheme.events.append(drafting.plan.add(wanted))
    scheme.moved = True


def _keep_unsaid(wanted: EventRecord, earlier: EventRecord) -> None:
    for name in ("decision_number", "decision_on", "decided_by", "note"):
        if not getattr(wanted, name):
            setattr(wanted, name, getattr(earlier, name))


def _differences(earlier: EventRecord, wanted: EventRecord) -> list[tuple[str, object, object]]:
    titles = {
        "on": EventKind(wanted.kind).label,
        "decision_number": _("Số quyết định"),
        "decision_on": _("Ngày quyết định"),
        "decided_by": _("Cơ quan quyết định"),
        "note": _("Ghi chú"),
    }
    return [
        (str(title), getattr(earlier, name), getattr(wanted, name))
        for name, title in titles.items()
        if getattr(earlier, name) != getattr(wanted, name)
    ]


def _yes_no(value: bool) -> str:
    return _("Có") if value else _("Không")
