from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from truongan.directives.actions import (
    Task,
    address_directive,
    draft_directive,
    edit_directive,
    file_signed,
    issue_directive,
    set_tasks,
)
from truongan.directives.models import Directive
from truongan.directives.recipients import Rule

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
_pdfs = count(1)


def pdf(name: str = "1646.pdf", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or PDF + b"%%%d" % next(_pdfs), content_type="application/pdf")


class Office:
    """The provincial movement officer at work: everything by the product's own actions."""

    def __init__(self, cast):
        self.cast = cast
        self.actor = cast.can_bo_tinh
        self.issuer = cast.province_police
        self.now = NOW

    def draft(self, kind: str = "CV", issuer=None, actor=None, **options) -> Directive:
        actor = actor or self.actor
        directive = draft_directive(
            actor=actor, issuer=issuer or self.issuer, kind=kind,
            subject=options.pop("subject", "đẩy mạnh phong trào toàn dân bảo vệ an ninh Tổ quốc trong trường học"),
            now=self.now, **options,
        )  # fmt: skip
        fields = {
            "content": "1. Tuyên truyền trong trường học.\n2. Xây dựng mô hình tự quản.",
            "signer_title": "Giám đốc", "signer_name": "Hoàng Văn Thử", "place": "Bắc Giang", "symbol": "CAT",
        }  # fmt: skip
        return edit_directive(
            actor=actor, directive=directive, fields=fields, seen_at=directive.updated_at, now=self.now
        )

    def to(self, directive: Directive, *kinds: str, actor=None, **rule) -> Directive:
        return address_directive(
            actor=actor or self.actor, directive=directive, rule=Rule(kinds=kinds, **rule),
            seen_at=directive.updated_at, now=self.now,
        )  # fmt: skip

    def asks(self, directive: Directive, *tasks: Task, actor=None) -> Directive:
        set_tasks(
            actor=actor or self.actor, directive=directive, tasks=tasks, seen_at=directive.updated_at, now=self.now
        )
        directive.refresh_from_db()
        return directive

    def issue(self, directive: Directive, actor=None, **options) -> Directive:
        return issue_directive(actor=actor or self.actor, directive=directive, now=self.now, **options)

    def issued(self, *kinds: str, tasks: tuple[Task, ...] = (), **options) -> Directive:
        directive = self.to(self.draft(**options), *(kinds or ("school:THCS",)))
        return self.issue(self.asks(directive, *tasks) if tasks else directive)

    def signed(self, *, file=None, **fields) -> Directive:
        """A paper document on its way into the register."""
        given = {
            "kind": "CV", "series": "CV", "number": 1646, "symbol": "BCĐ", "issued_on": date(2021, 7, 29),
            "subject": "đẩy mạnh phong trào", **fields,
        }  # fmt: skip
        return file_signed(actor=self.actor, issuer=self.issuer, fields=given, file=file or pdf(), now=self.now)


@pytest.fixture
def office(cast) -> Office:
    return Office(cast)
