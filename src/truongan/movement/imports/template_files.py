"""Templates to download, with the sender's own schools and the register's model types to choose from."""

from typing import Any

from django.utils.translation import gettext as _

from truongan.movement.imports.format import SHEETS, workbook_spec
from truongan.movement.imports.planning import own_school
from truongan.movement.models import SchemeType
from truongan.organizations.models import Organization
from truongan.organizations.querysets import in_scope
from truongan.workbooks.templates import write_template

_MOST_LISTED = 2000  # a drop-down of a whole nation's schools helps nobody


def template_for(user, kind: str) -> bytes:
    """The .xlsx a sender of this kind fills in: guide, examples, drop-downs, hidden marker."""
    spec = workbook_spec(kind, SchemeType.objects.filter(is_open=True).order_by("pk"))
    schools = _schools(user, kind)
    choices = {
        (sheet.key, column.key): [name for _code, name in schools]
        for sheet in spec
        for column in sheet.columns
        if column.key == "school" and schools
    }
    rows: dict[str, list[dict[str, Any]]] = {}
    if schools:
        rows["schools"] = [{"school_code": code, "school": name} for code, name in schools]
    return write_template(spec, choices=choices, rows=rows, examples=_examples(), instructions=_instructions(kind))


def _schools(user, kind: str) -> list[tuple[str, str]]:
    found = Organization.objects.filter(in_scope(user.scope), sector="school", closed_on=None)
    if kind == "school" and (own_id := own_school(user)):
        found = found.filter(pk=own_id)
    return list(found.order_by("sort_key").values_list("code", "name")[:_MOST_LISTED])


def _examples() -> dict[str, list[dict[str, Any]]]:
    """One line per sheet, from the examples of its columns."""
    return {
        sheet.key: [{column.key: column.example for column in sheet.columns if column.example}] for sheet in SHEETS
    }


def _instructions(kind: str) -> tuple[str, ...]:
    own = (_("Không cần ghi tên trường: đây là tệp của trường bạn."),) if kind == "school" else ()
    return (
        *own,
        _("Ô để trống nghĩa là không nói gì về ô đó: số liệu đã có trong hệ thống được giữ nguyên."),
        _("Gửi lại cùng một tệp không làm thay đổi gì; sửa tệp rồi gửi lại thì chỉ chỗ đã sửa thay đổi."),
        _("Người được nhận ra theo số điện thoại; không có số thì theo họ tên trong cùng trường."),
        _("Không ghi tên học sinh. Ghi số người và nhóm người, ví dụ 20 – Học sinh lớp 9A."),
    )
