import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from time import sleep

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.directives.conftest import DAY, NOW, Office, pdf
from tests.factories import make_user
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.directives.actions import (
    CannotDirect,
    Task,
    attach_file,
    discard_directive,
    distribute,
    draft_directive,
    edit_directive,
    file_signed,
    issue_directive,
    publish_directive,
    recall_directive,
    set_tasks,
)
from truongan.directives.actions.duties import hand_over_duty
from truongan.directives.models import Directive, Duty, Receipt
from truongan.documents.models import NumberSeries

pytestmark = pytest.mark.django_db


def receivers(directive) -> set[str]:
    return set(Receipt.objects.filter(directive=directive).values_list("organization__name", flat=True))


def test_an_issued_directive_has_its_number_its_files_and_its_recipients(office, cast):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch", date(2026, 12, 15), "Kế hoạch đã ký"),))

    assert (directive.number, directive.year, directive.issued_on) == (1, 2026, DAY)
    assert receivers(directive) == {"Trường THCS Ánh Dương", "Trường THCS Sông Thương"}
    assert {duty.due_on for duty in Duty.objects.filter(directive=directive)} == {date(2026, 12, 15)}
    for file in directive.files.all():
        assert hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256
    word = directive.files.get(name__endswith=".docx")
    said = " ".join(p.text for p in docx.Document(io.BytesIO(bytes(word.content))).element.body.iter() if p.text)
    assert "V/v" in said and "01/" in said
    assert Entry.objects.about(directive).filter(verb="directives.directive.issued").count() == 1


def test_every_recipient_is_told_once(office, cast):
    directive = office.issued("school:THCS", "committee:commune")

    told = Notice.objects.filter(link=directive.get_absolute_url())
    assert set(told.values_list("organization__name", flat=True)) == receivers(directive)
    distribute(directive_id=directive.pk, now=NOW)
    assert told.count() == 3


def test_numbers_follow_without_gaps_and_a_refused_issue_takes_none(office):
    unready = office.draft()
    with pytest.raises(CannotDirect, match="nơi nhận"):
        office.issue(unready)
    first, second = office.issued(), office.issued()
    plan = office.issued(kind="KH")
    assert (first.number, second.number, plan.number) == (1, 2, 1)


def test_the_year_of_a_number_turns_at_midnight_in_viet_nam(office):
    """17:00 UTC of 31/12 is the new year there."""
    office.now = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
    before = office.issued()
    office.now = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    after = office.issued()
    assert (before.year, before.number, after.year, after.number) == (2026, 1, 2027, 1)
    assert after.issued_on == date(2027, 1, 1)


def test_two_kinds_may_share_one_series(office):
    letter, plan = office.draft(), office.draft("KH")
    for each in (letter, plan):
        edit_directive(
            actor=office.actor, directive=each, fields={"series": "chung"}, seen_at=each.updated_at, now=NOW
        )
    assert [
        office.issue(office.to(Directive.objects.get(pk=each.pk), "school:THCS")).number for each in (letter, plan)
    ] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_officers_issuing_at_once_get_every_number_exactly_once(cast):
    office = Office(cast)
    drafts = [office.to(office.draft(), "school:THCS") for _ in range(6)]
    together = Barrier(len(drafts))

    def clerk(draft) -> int:
        try:
            together.wait()
            return issue_directive(actor=cast.can_bo_tinh, directive=draft, now=NOW).number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as clerks:
        assert sorted(clerks.map(clerk, drafts)) == [1, 2, 3, 4, 5, 6]
    assert NumberSeries.objects.get(organization=cast.province_police, series="CV").last_number == 6


@pytest.mark.django_db(transaction=True)
def test_one_draft_issued_twice_at_once_is_issued_once(cast):
    office = Office(cast)
    draft = office.to(office.draft(), "school:THCS")
    together = Barrier(2)

    def clerk(_which) -> str:
        try:
            together.wait()
            issue_directive(actor=cast.can_bo_tinh, directive=draft, now=NOW)
        except CannotDirect:
            return "refused"
        else:
            return "issued"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clerks:
        assert sorted(clerks.map(clerk, range(2))) == ["issued", "refused"]
    assert NumberSeries.objects.get(organization=cast.province_police, series="CV").last_number == 1


def test_a_signed_paper_keeps_its_number_and_the_series_goes_on_after_it(office):
    filed = office.issue(office.to(office.signed(), "school:THCS"))
    assert (filed.label, filed.year, filed.issued_on) == ("1646/BCĐ", 2021, date(2021, 7, 29))

    later = office.issue(office.to(office.signed(number=None, issued_on=date(2021, 8, 2)), "school:THCS"))
    assert later.number == 1647


def test_a_signed_paper_turned_out_to_be_of_another_kind_takes_its_number_from_that_kinds_series(office, as_):
    draft = office.signed(number=None, issued_on=None)
    given = {"kind": "KH", "series": "CV", "symbol": "KH-CAT", "urgency": "ordinary", "subject": draft.subject}
    answer = as_("can_bo_tinh").post(
        reverse("directives:edit", args=[draft.pk]), {**given, "seen_at": draft.updated_at.isoformat()}
    )
    draft.refresh_from_db()
    assert answer.status_code == 303 and (draft.kind, draft.series) == ("KH", "KH")


def test_a_number_already_in_the_series_is_refused_with_its_owner(office):
    office.issue(office.to(office.signed(), "school:THCS"))
    with pytest.raises(CannotDirect, match="Số 1646 năm 2021 đã là của Công văn 1646/BCĐ"):
        office.signed()


def test_two_drafts_of_one_number_and_the_second_to_be_issued_is_refused(office):
    first, second = (office.to(office.signed(), "school:THCS") for _ in range(2))
    office.issue(first)
    with pytest.raises(CannotDirect, match="1646"):
        office.issue(second)


def test_the_database_itself_refuses_a_number_twice(office):
    directive = office.issued()
    copy = office.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.filter(pk=copy.pk).update(
            number=directive.number, year=directive.year, issued_on=DAY, issued_at=NOW, status="issued"
        )


def test_no_recipients_no_issue(office):
    draft = office.to(office.draft(), "school:CDDH")
    with pytest.raises(CannotDirect, match="Chưa có nơi nhận nào"):
        office.issue(draft)
    assert not NumberSeries.objects.filter(organization=office.issuer).exists()


def test_blanks_of_the_template_are_named_before_issue(office):
    draft = draft_directive(actor=office.actor, issuer=office.issuer, kind="KH", subject="Kế hoạch", now=NOW)
    draft = office.to(draft, "school:THCS")
    with pytest.raises(CannotDirect, match="“…”"):
        office.issue(draft)


def test_a_due_day_before_issue_is_refused_when_written_and_when_issued(office):
    draft = office.to(office.draft(), "school:THCS")
    with pytest.raises(CannotDirect, match="trước ngày ban hành"):
        office.asks(draft, Task("Nộp kế hoạch", DAY - timedelta(days=1)))
    office.asks(draft, Task("Nộp kế hoạch", DAY))
    office.now = NOW + timedelta(days=2)
    with pytest.raises(CannotDirect, match="trước ngày ban hành"):
        office.issue(draft)


def test_a_day_that_has_not_come_is_no_day_of_a_signed_paper(office):
    with pytest.raises(CannotDirect, match="chưa đến"):
        office.signed(issued_on=DAY + timedelta(days=1))


def test_a_filed_document_needs_its_paper(office):
    fields = {"kind": "CV", "series": "CV", "number": 5, "symbol": "X", "issued_on": DAY, "subject": "Không tệp"}
    draft = file_signed(actor=office.actor, issuer=office.issuer, fields=fields, file=None, now=NOW)
    with pytest.raises(CannotDirect, match="bản ký"):
        office.issue(office.to(draft, "school:THCS"))
    attach_file(
        actor=office.actor, directive=draft, file=pdf(), is_main=True,
        seen_at=Directive.objects.get(pk=draft.pk).updated_at, now=NOW,
    )  # fmt: skip
    assert office.issue(draft).number == 5


def test_a_file_that_is_no_pdf_is_refused_by_its_content(office):
    with pytest.raises(CannotDirect, match="PDF"):
        office.signed(file=pdf("1646.pdf", b"MZ not a pdf"))
    assert not Directive.objects.exists()


def test_two_windows_do_not_overwrite_each_other(office):
    draft = office.draft()
    seen = draft.updated_at
    later = NOW + timedelta(minutes=1)
    edit_directive(actor=office.actor, directive=draft, fields={"content": "Một"}, seen_at=seen, now=later)
    for attempt in (
        lambda: edit_directive(
            actor=office.actor, directive=draft, fields={"content": "Hai"}, seen_at=seen, now=later
        ),
        lambda: set_tasks(actor=office.actor, directive=draft, tasks=(), seen_at=seen, now=later),
        lambda: office.issue(draft, seen_at=seen),
    ):
        with pytest.raises(CannotDirect, match="Người khác vừa sửa"):
            attempt()
    draft.refresh_from_db()
    assert draft.content == "Một"


def test_an_issued_directive_cannot_be_edited_issued_again_or_thrown_away(office):
    directive = office.issued()
    for attempt in (
        lambda: office.issue(directive),
        lambda: discard_directive(actor=office.actor, directive=directive, now=NOW),
        lambda: edit_directive(
            actor=office.actor, directive=directive, fields={}, seen_at=directive.updated_at, now=NOW
        ),
    ):
        with pytest.raises(CannotDirect, match="đã ban hành"):
            attempt()


@pytest.mark.parametrize("who", ["so_gd", "cong_an_xa", "hieu_truong", "hieu_truong_khac"])
def test_only_the_issuers_own_people_draft_and_issue(office, cast, who):
    draft = office.to(office.draft(), "school:THCS")
    for attempt in (
        lambda: office.draft(actor=getattr(cast, who)),
        lambda: office.issue(draft, actor=getattr(cast, who)),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_an_editor_drafts_but_a_leader_issues(office, cast):
    editor = make_user("chuyen-vien", cast.province_police, "editor")
    draft = office.to(office.draft(actor=editor), "school:THCS", actor=editor)
    with pytest.raises(PermissionDenied):
        office.issue(draft, actor=editor)
    assert office.issue(draft).number == 1


# Recall, replacement, publication


def test_a_recall_tells_everyone_and_ends_what_is_open(office, cast):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch"),))
    done = Duty.objects.get(directive=directive, organization=cast.school)
    Duty.objects.filter(pk=done.pk).update(status="done", done_at=NOW, done_on=DAY)

    with pytest.raises(CannotDirect, match="lý do"):
        recall_directive(actor=office.actor, directive=directive, reason="  ", now=NOW)
    recall_directive(actor=office.actor, directive=directive, reason="Sai thẩm quyền", now=NOW)

    statuses = Duty.objects.filter(directive=directive).values_list("organization", "status")
    assert dict(statuses) == {cast.school.pk: "done", cast.other_school.pk: "cancelled"}
    assert Notice.objects.filter(subject__startswith="Thu hồi", text="Sai thẩm quyền").count() == 2
    with pytest.raises(CannotDirect, match="đã thu hồi"):
        recall_directive(actor=office.actor, directive=directive, reason="Lần nữa", now=NOW)


@pytest.mark.parametrize("carries", [True, False])
def test_a_replacement_ends_the_old_one_and_carries_its_open_duties_if_asked(office, cast, carries):
    old = office.issued("school:THCS", tasks=(Task("Lập kế hoạch", date(2026, 12, 15)), Task("Báo cáo tháng")))
    Duty.objects.filter(directive=old, assignment__task="Lập kế hoạch", organization=cast.school).update(
        due_on=date(2026, 12, 20), percent=40
    )
    draft = office.asks(office.to(office.draft(replaces=old), "school:THCS"), Task("Báo cáo tháng"))
    new = office.issue(draft, carries_duties=carries)

    old.refresh_from_db()
    assert old.status == "replaced"
    assert set(old.duties.values_list("status", flat=True)) == {"cancelled"}
    open_tasks = set(new.duties.filter(status="open").values_list("assignment__task", flat=True))
    assert open_tasks == ({"Lập kế hoạch", "Báo cáo tháng"} if carries else {"Báo cáo tháng"})
    if carries:
        carried = new.duties.get(assignment__task="Lập kế hoạch", organization=cast.school)
        assert (carried.due_on, carried.percent, carried.carried_from.directive) == (date(2026, 12, 20), 40, old)
        assert new.duties.count() == 4
    assert Notice.objects.filter(subject__contains="được thay bằng").count() == 2


def test_a_task_handed_over_goes_on_where_it_lies_through_every_replacement(office, cast):
    old = office.issued("committee:commune", tasks=(Task("Chỉ đạo các trường", date(2026, 12, 15)),))
    hand_over_duty(
        actor=cast.truong_phong_xa, duty=old.duties.get(organization=cast.commune_committee),
        organization=cast.school, now=NOW,
    )  # fmt: skip
    for _each in range(2):
        old = office.issue(office.to(office.draft(replaces=old), "committee:commune"))
        assert old.duties.get(organization=cast.school).status == "open"
        assert old.receipts.get(organization=cast.school).is_late_joiner
        assert old.expected_count == old.receipts.count()
        assert Notice.objects.filter(organization=cast.school, subject=f"Văn bản mới: {old.name}").count() == 1

    elsewhere = office.issue(office.to(office.draft(replaces=old), "school:THCS", without=(cast.school.code,)))
    assert not elsewhere.duties.filter(organization=cast.school).exists()  # the committee is no longer meant


@pytest.mark.django_db(transaction=True)
def test_one_recalled_while_its_replacement_is_issued_stays_recalled(cast):
    office = Office(cast)
    old = office.issued("school:THCS")
    replacement = office.to(office.draft(replaces=old), "school:THCS")

    def clerk() -> str:
        try:
            issue_directive(actor=cast.can_bo_tinh, directive=replacement, now=NOW)
        except CannotDirect as reason:
            return str(reason)
        finally:
            connection.close()
        return "issued"

    with ThreadPoolExecutor(1) as clerks:
        with transaction.atomic():
            recall_directive(actor=cast.can_bo_tinh, directive=old, reason="Ban hành nhầm", now=NOW)
            said = clerks.submit(clerk)
            wait_until_somebody_waits()
        assert "không còn hiệu lực" in said.result()
    old.refresh_from_db()
    assert old.status == "recalled"


def wait_until_somebody_waits() -> None:
    for _each in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


def test_only_an_own_directive_in_force_is_replaced(office, cast):
    old = office.issued("committee:commune")
    with pytest.raises(CannotDirect, match="chính cơ quan mình"):
        office.draft(issuer=cast.commune_committee, actor=cast.truong_phong_xa, replaces=old)
    draft = office.to(office.draft(replaces=old), "committee:commune")
    recall_directive(actor=office.actor, directive=old, reason="Sai", now=NOW)
    with pytest.raises(CannotDirect, match="không còn hiệu lực"):
        office.issue(draft)


def test_publication_follows_the_leader_and_a_recall_takes_it_off(office):
    directive = office.issued()
    publish_directive(actor=office.actor, directive=directive, is_public=True, now=NOW)
    assert list(Directive.objects.published()) == [directive]
    recall_directive(actor=office.actor, directive=directive, reason="Sai", now=NOW)
    assert not Directive.objects.published().exists()


def test_what_was_replaced_can_still_be_taken_off_the_portal_but_not_put_there(office, cast, as_):
    old = office.issued()
    publish_directive(actor=office.actor, directive=old, is_public=True, now=NOW)
    office.issue(office.to(office.draft(replaces=old), "school:THCS"))
    assert list(Directive.objects.published()) == [old]
    address = reverse("directives:publish", args=[old.pk])
    assert address in as_("can_bo_tinh").get(old.get_absolute_url()).text

    as_("can_bo_tinh").post(address, {"dang": "0"})
    assert not Directive.objects.published().exists()
    with pytest.raises(CannotDirect, match="thay thế"):
        publish_directive(actor=office.actor, directive=old, is_public=True, now=NOW)
