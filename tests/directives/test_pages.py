import pytest
from django.urls import reverse

from tests.directives.conftest import DAY, NOW, PDF, pdf
from tests.factories import make_school, unit
from truongan.channels.models import Notice
from truongan.directives.actions import (
    Task,
    acknowledge_receipt,
    add_late_joiners,
    publish_directive,
    recall_directive,
)
from truongan.directives.models import Directive, Receipt

pytestmark = pytest.mark.django_db


def page(client, name, *args, query="") -> str:
    answer = client.get(reverse(f"directives:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def typed(form) -> dict:
    return {name: value for name, value in form.initial.items() if value is not None}


def test_the_whole_way_from_draft_to_acknowledgement_in_the_browser(as_, cast):
    officer = as_("can_bo_tinh")
    answer = officer.post(
        reverse("directives:new"),
        {"issuer": cast.province_police.pk, "kind": "CV", "subject": "đẩy mạnh phong trào"},
    )
    directive = Directive.objects.get()
    assert answer["Location"] == reverse("directives:edit", args=[directive.pk])

    address = reverse("directives:edit", args=[directive.pk])
    fields = {
        "content": "1. Tuyên truyền trong nhà trường.", "signer_title": "Giám đốc", "signer_name": "Hoàng Văn Thử",
        "place": "Bắc Giang", "symbol": "BCĐ", "topics": ["crime"],
    }  # fmt: skip
    answer = officer.post(address, typed(officer.get(address).context["form"]) | fields)
    assert answer.status_code == 303, answer.context["form"].errors

    address = reverse("directives:recipients", args=[directive.pk])
    seen = officer.get(address).context["form"].initial["seen_at"]
    counted = officer.post(
        address, {"kinds": ["school:THCS"], "viec": "dem", "seen_at": seen}, headers={"HX-Request": "true"}
    )
    assert "<b>2</b>" in counted.content.decode()
    assert not Directive.objects.get().recipient_rule
    assert officer.post(address, {"kinds": ["school:THCS"], "seen_at": seen}).status_code == 302

    address = reverse("directives:tasks", args=[directive.pk])
    shown = officer.get(address)
    line = {"nv-TOTAL_FORMS": "1", "nv-INITIAL_FORMS": "0", "nv-0-task": "Lập kế hoạch", "nv-0-due_on": "16/12/2030"}
    seen = shown.context["seen"].initial["seen_at"]
    assert officer.post(address, line | {"seen_at": seen}).status_code == 302

    assert "Còn thiếu" not in page(officer, "detail", directive.pk)
    officer.post(reverse("directives:issue", args=[directive.pk]))
    assert "Công văn 01/BCĐ" in page(officer, "detail", directive.pk)

    head = as_("hieu_truong")
    assert Notice.objects.get(organization=cast.school).link == directive.get_absolute_url()
    shown = page(head, "detail", directive.pk)
    assert "Lập kế hoạch" in shown and "Tiếp nhận, lấy số đến" in shown
    receipt = Receipt.objects.get(organization=cast.school)
    assert receipt.opened_at and not receipt.is_acknowledged
    head.post(reverse("directives:acknowledge", args=[receipt.pk]))
    assert "số đến 1 ngày" in page(head, "detail", directive.pk)


def test_a_stranger_sees_neither_draft_nor_directive(office, as_):
    draft, issued = office.draft(), office.issued("committee:commune")
    for who in ("hieu_truong", "hieu_truong_khac"):
        for directive in (draft, issued):
            assert as_(who).get(directive.get_absolute_url()).status_code == 404
    assert as_("truong_phong_xa").get(draft.get_absolute_url()).status_code == 404
    assert as_("truong_phong_xa").get(issued.get_absolute_url()).status_code == 200


def test_the_area_above_a_recipient_sees_its_own_part_alone(office, as_, cast):
    directive = office.issued("school:THCS")
    shown = as_("cong_an_xa").get(directive.get_absolute_url())
    assert shown.context["results"].total.received == 1
    assert as_("can_bo_tinh").get(directive.get_absolute_url()).context["results"].total.received == 2


def test_the_issuer_alone_reads_the_rule_and_how_many_came_after_the_issue(office, as_, cast):
    directive = office.issue(office.to(office.draft(), "school:THCS", codes=("MH-RIENG",)))
    make_school(name="Trường THCS Mới", place=unit("07795", DAY), since=DAY)
    add_late_joiners(actor=office.actor, directive=directive, now=NOW)

    shown = page(as_("can_bo_tinh"), "detail", directive.pk)
    assert "<b>2</b> đơn vị, chốt lúc ban hành" in shown and "1 đơn vị bổ sung sau" in shown and "MH-RIENG" in shown
    for who in ("hieu_truong", "cong_an_xa"):
        shown = page(as_(who), "detail", directive.pk)
        assert "chốt lúc ban hành" not in shown and "MH-RIENG" not in shown


def test_what_is_no_longer_in_force_says_so_wherever_it_is_read(office, as_, cast):
    directive = office.issued("school:THCS")
    receipt = Receipt.objects.get(directive=directive, organization=cast.school)
    acknowledge_receipt(actor=cast.hieu_truong, receipt=receipt, now=NOW)
    officer, thread = as_("can_bo_tinh"), reverse("reports:thread", args=[directive.pk])
    assert "Đã thu hồi" not in officer.get(thread).text + page(officer, "tree", directive.pk)

    recall_directive(actor=office.actor, directive=directive, reason="Nhầm số liệu", now=NOW)
    for shown in (officer.get(thread).text, page(officer, "tree", directive.pk)):
        assert "Đã thu hồi" in shown and "Nhầm số liệu" in shown
    shown = page(as_("hieu_truong"), "incoming")
    assert "Đã tiếp nhận</span> <span" in shown and "Đã thu hồi</span>" in shown


def test_a_file_is_given_back_byte_for_byte(office, as_, cast):
    sent = pdf()
    content = sent.read()
    sent.seek(0)
    directive = office.issue(office.to(office.signed(file=sent), codes=(cast.school.code,)))
    kept = directive.files.get()
    answer = as_("hieu_truong").get(reverse("directives:file", args=[directive.pk, kept.pk]))
    assert answer.content == content
    assert as_("hieu_truong_khac").get(reverse("directives:file", args=[directive.pk, kept.pk])).status_code == 404


def test_registers_find_without_diacritics_and_narrow_by_the_url(office, as_):
    office.issued(subject="Tăng cường tuần tra cổng trường")
    office.issued(kind="KH", subject="Kế hoạch khai giảng")
    officer = as_("can_bo_tinh")
    found = page(officer, "outgoing", query="?q=tuan+tra")
    assert "tuần tra cổng trường" in found and "khai giảng" not in found
    assert "khai giảng" not in page(officer, "outgoing", query="?loai=CV")
    assert "khai giảng" in page(officer, "outgoing", query="?nam=2026&loai=KH")
    assert "Không có văn bản nào khớp" in page(officer, "outgoing", query="?nam=2021")
    head = as_("hieu_truong")
    assert "tuần tra cổng trường" in page(head, "incoming", query="?q=TUAN+TRA&tinh_trang=cho")
    assert "tuần tra cổng trường" not in page(head, "incoming", query="?tinh_trang=da")


@pytest.mark.parametrize(("who", "name"), [("can_bo_tinh", "outgoing"), ("hieu_truong", "incoming")])
def test_a_register_costs_the_same_whatever_its_length(office, as_, who, name, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(who)
    office.issued()
    page(client, name)
    with CaptureQueriesContext(connection) as few:
        page(client, name)
    for _ in range(4):
        office.issued()
    with CaptureQueriesContext(connection) as many:
        page(client, name)
    assert len(many) == len(few)


def test_a_register_goes_to_excel(office, as_):
    office.issued()
    for who, name in (("can_bo_tinh", "outgoing_export"), ("hieu_truong", "incoming_export")):
        answer = as_(who).get(reverse(f"directives:{name}"))
        assert answer.content.startswith(b"PK")


def test_a_due_day_on_a_holiday_is_pointed_out_and_left(office, as_):
    draft = office.to(office.draft(), "school:THCS")
    officer = as_("can_bo_tinh")
    line = {
        "nv-TOTAL_FORMS": "1", "nv-INITIAL_FORMS": "0", "nv-0-task": "Báo cáo", "nv-0-due_on": "02/09/2030",
        "seen_at": draft.updated_at.isoformat(),
    }  # fmt: skip
    shown = officer.post(reverse("directives:tasks", args=[draft.pk]), line, follow=True).content.decode()
    assert "Quốc khánh" in shown and "Hạn giữ nguyên" in shown
    assert str(draft.assignments.get().due_on) == "2030-09-02"


def test_what_was_typed_stays_when_the_due_day_is_refused(office, as_):
    draft = office.to(office.draft(), "school:THCS")
    line = {
        "nv-TOTAL_FORMS": "1", "nv-INITIAL_FORMS": "0", "nv-0-task": "Báo cáo quý", "nv-0-due_on": "02/09/2021",
        "seen_at": draft.updated_at.isoformat(),
    }  # fmt: skip
    answer = as_("can_bo_tinh").post(reverse("directives:tasks", args=[draft.pk]), line)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "trước ngày ban hành" in shown and "Báo cáo quý" in shown


def test_units_that_cannot_receive_are_named_before_issue(office, as_, cast):
    draft = office.draft()
    type(cast.school).objects.filter(pk=cast.school.pk).update(closed_on=DAY)
    answer = as_("can_bo_tinh").post(
        reverse("directives:recipients", args=[draft.pk]),
        {"codes": f"{cast.school.code}, KHONGCO", "viec": "dem", "seen_at": draft.updated_at.isoformat()},
    )
    shown = answer.content.decode()
    assert "đã giải thể" in shown and "không có đơn vị mang mã này" in shown

    office.to(draft, "school:TH", codes=(cast.school.code,))
    assert "đã giải thể" in page(as_("can_bo_tinh"), "detail", draft.pk)


@pytest.mark.parametrize("who", ["truong_phong_xa", "hieu_truong"])
def test_a_draft_tells_nothing_of_units_outside_its_issuers_reach(office, as_, cast, who):
    issuer = {"truong_phong_xa": cast.commune_committee, "hieu_truong": cast.school}[who]
    draft = office.draft(issuer=issuer, actor=getattr(cast, who))
    shown = as_(who).post(
        reverse("directives:recipients", args=[draft.pk]),
        {"codes": cast.other_school.code, "viec": "dem", "seen_at": draft.updated_at.isoformat()},
    ).text  # fmt: skip
    assert "không có đơn vị mang mã này" in shown
    assert cast.other_school.name not in shown


def test_an_implementing_document_names_the_one_above(office, as_, cast):
    directive = office.issued("committee:commune")
    leader = as_("truong_phong_xa")
    shown = leader.get(directive.get_absolute_url())
    assert shown.context["can_implement"]
    answer = leader.post(
        shown.context["implement_url"],
        {"issuer": cast.commune_committee.pk, "kind": "KH", "subject": "Thực hiện ở phường"},
    )
    draft = Directive.objects.latest("pk")
    assert answer.status_code == 303 and draft.implements == directive
    assert directive.name in draft.grounds
    assert draft.subject in page(leader, "detail", directive.pk)
    assert draft.subject not in page(as_("can_bo_tinh"), "detail", directive.pk)


def test_a_signed_paper_is_filed_in_the_browser(as_, cast):
    officer = as_("can_bo_tinh")
    fields = {
        "issuer": cast.province_police.pk, "kind": "CV", "number": "1646", "symbol": "BCĐ", "issued_on": "29/07/2021",
        "urgency": "ordinary", "subject": "đẩy mạnh phong trào", "topics": ["epidemic"],
    }  # fmt: skip
    answer = officer.post(reverse("directives:file_paper"), fields | {"file": pdf(content=b"no pdf")})
    assert answer.status_code == 422 and "1646" in answer.content.decode()
    cut = pdf(content=PDF[: len(PDF) // 2])
    answer = officer.post(reverse("directives:file_paper"), fields | {"file": cut})
    assert answer.status_code == 422 and "tệp PDF bị cắt" in answer.content.decode()
    assert not Directive.objects.exists()
    answer = officer.post(reverse("directives:file_paper"), fields | {"file": pdf()})
    directive = Directive.objects.get()
    assert answer["Location"] == reverse("directives:recipients", args=[directive.pk])
    assert (directive.label, directive.series, directive.topics) == ("1646/BCĐ", "CV", ["epidemic"])


def test_an_outside_document_gets_its_arrival_number(as_, cast):
    leader = as_("truong_phong_xa")
    fields = {
        "keeper": cast.commune_committee.pk, "issuer_name": "Bộ Giáo dục và Đào tạo", "kind": "CV", "number": "1467",
        "symbol": "BGDĐT-GDTC", "issued_on": "28/04/2020", "arrived_on": "04/05/2020", "urgency": "ordinary",
        "subject": "phòng, chống dịch",
    }  # fmt: skip
    assert leader.post(reverse("directives:file_incoming"), fields).status_code == 303
    receipt = Receipt.objects.get()
    assert (receipt.arrival_number, receipt.arrival_year, receipt.directive.label) == (1, 2020, "1467/BGDĐT-GDTC")
    answer = leader.post(reverse("directives:file_incoming"), fields)
    assert answer.status_code == 422 and "đã có trong sổ đến" in answer.content.decode()
    assert as_("can_bo_tinh").get(receipt.directive.get_absolute_url()).status_code == 200
    assert as_("hieu_truong").get(receipt.directive.get_absolute_url()).status_code == 404


def test_a_paper_register_is_continued(office, as_, cast):
    officer = as_("can_bo_tinh")
    fields = {"organization": cast.province_police.pk, "series": "CV", "year": "2026", "last_number": "40"}
    assert officer.post(reverse("directives:series"), fields).status_code == 303
    assert office.issued().number == 41
    answer = officer.post(reverse("directives:series"), fields)
    assert answer.status_code == 422 and "đã đến số 41" in answer.content.decode()


def test_the_public_sees_published_directives_alone(office, client):
    hidden, shown = office.issued(subject="Nội bộ"), office.issued(subject="Công khai")
    publish_directive(actor=office.actor, directive=shown, is_public=True, now=NOW)
    listed = client.get(reverse("portal:document_list"), {"q": "cong khai"}).content.decode()
    assert "Công khai" in listed and "Nội bộ" not in listed
    assert client.get(reverse("portal:document", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("portal:document_pdf", args=[hidden.pk])).status_code == 404
    kept = shown.files.get(content_type="application/pdf")
    assert client.get(reverse("portal:document_pdf", args=[shown.pk])).content == bytes(kept.content)
    public = client.get(reverse("portal:document", args=[shown.pk])).content.decode()
    assert "Hoàng Văn Thử" in public and office.actor.person.name not in public


def test_progress_is_shown_while_a_worker_sends(office, as_, monkeypatch):
    from truongan.directives.actions import distribute, issuing

    monkeypatch.setattr(issuing, "SYNCHRONOUS", 1)
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch"),))
    officer = as_("can_bo_tinh")
    assert "Đang gửi tới các nơi nhận" in page(officer, "detail", directive.pk)
    assert "Đang gửi" in page(officer, "progress", directive.pk)
    distribute(directive_id=directive.pk, now=NOW)
    assert "Đã gửi xong" in page(officer, "progress", directive.pk)


def test_issuing_what_somebody_changed_meanwhile_is_refused(office, as_):
    draft = office.to(office.draft(), "school:THCS")
    officer = as_("can_bo_tinh")
    shown = page(officer, "detail", draft.pk)
    assert draft.updated_at.isoformat() in shown
    address = reverse("directives:issue", args=[draft.pk])
    answer = officer.post(address, {"seen_at": "2026-11-21T00:00:00+00:00"}, follow=True)
    assert "Người khác vừa sửa" in answer.content.decode()
    assert Directive.objects.get().is_draft
    officer.post(address, {"seen_at": draft.updated_at.isoformat()})
    assert not Directive.objects.get().is_draft


def test_the_search_box_finds_directives_in_scope(office, as_):
    directive = office.issue(office.to(office.signed(subject="mô hình tự quản trường học"), "school:THCS"))
    for who, found in (("can_bo_tinh", True), ("hieu_truong", True), ("y_te_xa", True)):
        shown = as_(who).get(reverse("web:search"), {"q": "1646/bcd"}).content.decode()
        assert (directive.get_absolute_url() in shown) is found
    hidden = office.issued("committee:commune", subject="riêng Ban Chỉ đạo")
    shown = as_("hieu_truong").get(reverse("web:search"), {"q": "rieng ban chi dao"}).content.decode()
    assert hidden.get_absolute_url() not in shown
