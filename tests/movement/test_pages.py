"""Pages of one scheme, team or group: who gets in, what forms do, what comes back."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import TODAY
from tests.documents.test_word_templates import roster_template
from tests.factories import NOW, make_check, make_event, make_group, make_person, make_scheme, make_team, make_type
from truongan.accounts.models import Person
from truongan.documents.actions import upload_template
from truongan.movement.actions import attach_evidence
from truongan.movement.models import ConnectionGroup, Evidence, Paper, Scheme, SchemeType, SetupDraft, Team
from truongan.movement.queries.papers import paper_facts

DAY = date(2021, 9, 14)


@pytest.fixture
def scheme(cast) -> Scheme:
    return make_scheme(organization=cast.school)


@pytest.fixture
def team(cast, scheme) -> Team:
    return make_team(scheme=scheme, members=[make_person(organization=cast.school, phone="0912345678"), 7])


@pytest.fixture
def group(cast, scheme) -> ConnectionGroup:
    officer = make_person(organization=cast.commune_police, name="Trần Địa Bàn", phone="0987654321")
    link = "https://zalo.me/g/anhduong"
    return make_group(organization=cast.school, scheme=scheme, members=[(officer, "area_police"), 9], link=link)


@pytest.fixture
def pages(scheme, team, group) -> dict[str, list[str]]:
    event = scheme.events.get()
    reads = [
        reverse("movement:scheme", args=[scheme.pk]),
        reverse("movement:papers", args=[scheme.pk]),
        reverse("movement:team", args=[team.pk]),
        reverse("movement:group", args=[group.pk]),
        reverse("movement:group_qr", args=[group.pk]),
    ]
    names = ("rename", "event", "end", "suspend", "resume", "transfer", "restaff")
    writes = [reverse(f"movement:scheme_{name}", args=[scheme.pk]) for name in names]
    writes += [reverse(f"movement:{name}", args=[scheme.pk]) for name in ("team_new", "paper_new")]
    paper = Paper.objects.create(scheme=scheme, kind="plan", signed_on=DAY)
    writes += [reverse("movement:event_void", args=[event.pk]), reverse("movement:paper_remove", args=[paper.pk])]
    writes += [reverse(f"movement:team_{name}", args=[team.pk]) for name in ("roster", "end")]
    writes += [reverse(f"movement:group_{name}", args=[group.pk]) for name in ("edit", "members", "check", "end")]
    return {"reads": reads, "writes": writes}


@pytest.mark.parametrize(
    ("person", "reads", "writes"),
    [
        ("anonymous", 302, 302),
        ("hieu_truong_khac", 404, 404),
        ("y_te_xa", 200, 403),
        ("so_gd", 200, 403),
        ("giao_vien", 200, 200),
        ("hieu_truong", 200, 200),
        ("cong_an_xa", 200, 200),
        ("can_bo_tinh", 200, 200),
    ],
)
def test_who_gets_in(as_, pages, person, reads, writes):
    client = as_(person)

    assert {url: client.get(url).status_code for url in pages["reads"]} == dict.fromkeys(pages["reads"], reads)
    assert {url: client.get(url).status_code for url in pages["writes"]} == dict.fromkeys(pages["writes"], writes)
    if person != "anonymous":
        refused = {403, 404} if writes != 200 else {303, 422}
        assert {client.post(url).status_code for url in pages["writes"]} <= refused


def test_phones_are_open_at_home_and_masked_elsewhere(as_, team, group):
    url = reverse("movement:team", args=[team.pk])
    assert "0912345678" in as_("hieu_truong").get(url).content.decode()
    assert "0912345678" not in as_("cong_an_xa").get(url).content.decode()
    assert "0987654321" not in as_("hieu_truong").get(reverse("movement:group", args=[group.pk])).content.decode()


def test_an_event_is_recorded_with_its_picture(cast, as_, scheme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    fields = {
        "kind": "active",
        "on": "2026-09-14",
        "note": "Trực cổng",
        "files": SimpleUploadedFile("a.pdf", b"%PDF-1"),
    }

    answer = as_("giao_vien").post(reverse("movement:scheme_event", args=[scheme.pk]), fields)

    assert answer.status_code == 303
    page = as_("giao_vien").get(answer["Location"]).content.decode()
    assert "Trực cổng" in page and "a.pdf" in page


def test_a_refusal_is_said_on_the_form(as_, scheme):
    fields = {"kind": "established", "on": "14/09/2021"}

    answer = as_("giao_vien").post(reverse("movement:scheme_event", args=[scheme.pk]), fields)

    assert answer.status_code == 422 and "Đã ghi" in answer.content.decode()


def test_evidence_is_saved_not_shown_and_only_for_those_in_scope(cast, as_, scheme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    event = make_event(scheme, "active", DAY)
    file = SimpleUploadedFile("ảnh <b>.pdf", b"%PDF-1")
    evidence = attach_evidence(actor=cast.giao_vien, target=event, file=file, now=NOW)
    url = reverse("movement:evidence", args=[evidence.pk])

    answer = as_("y_te_xa").get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1"
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert as_("hieu_truong_khac").get(url).status_code == 404


def test_restaffing_on_one_page(cast, as_, scheme, team):
    stays, pupils = team.memberships.order_by("pk")
    prefix = f"to-{team.pk}"
    fields = {
        "on": "2026-09-12",
        "decision_number": "31/QĐ-THCS",
        f"{prefix}-giu-{stays.pk}": "on",
        f"{prefix}-vai-{stays.pk}": "leader",
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-0-name": "Ngô Văn Bình",
        f"{prefix}-0-phone": "0911222333",
        f"{prefix}-0-role": "member",
    }

    answer = as_("hieu_truong").post(reverse("movement:scheme_restaff", args=[scheme.pk]), fields)

    assert answer.status_code == 303
    places = team.memberships.filter(valid_to=None).select_related("person")
    assert {(place.person.name, place.role) for place in places} == {
        (stays.person.name, "leader"),
        ("Ngô Văn Bình", "member"),
    }
    pupils.refresh_from_db()
    assert pupils.valid_to == date(2026, 9, 12)
    assert Person.objects.get(phone="0911222333").organization == cast.school


def test_asking_for_more_lines_keeps_what_was_typed(as_, scheme, team):
    prefix = f"to-{team.pk}"
    fields = {
        "viec": f"them-dong:{prefix}",
        "on": "",
        "note": "đang gõ",
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-0-name": "Ngô Văn",
    }

    page = as_("hieu_truong").post(reverse("movement:scheme_restaff", args=[scheme.pk]), fields).content.decode()

    assert 'value="Ngô Văn"' in page and "đang gõ" in page
    assert f'name="{prefix}-TOTAL_FORMS" value="4"' in page
    assert not scheme.events.filter(kind="restaffed").exists()


SETUP = {
    "established_on": "2026-09-01",
    "decision_number": "12/QĐ-THCS",
    "so_to": "1",
    "to-0-name": "Tổ cổng trường",
    "to-0-tv-TOTAL_FORMS": "2",
    "to-0-tv-INITIAL_FORMS": "0",
    "to-0-tv-0-name": "Phạm Quốc Huy",
    "to-0-tv-0-role": "leader",
    "to-0-tv-1-name": "Học sinh lớp 9A",
    "to-0-tv-1-count": "12",
    "to-0-tv-1-role": "member",
    "nhom-name": "Kết nối Ánh Dương",
    "nhom-platform": "zalo",
    "nhom-tv-TOTAL_FORMS": "1",
    "nhom-tv-INITIAL_FORMS": "0",
    "nhom-tv-0-role": "area_police",
}


def test_a_scheme_is_set_up_in_one_sitting(cast, as_):
    officer = make_person(organization=cast.commune_police)
    fields = {**SETUP, "type": make_type().pk, "nhom-tv-0-person": officer.pk}

    answer = as_("hieu_truong").post(reverse("movement:scheme_new"), fields)

    assert answer.status_code == 303, answer.content.decode()
    scheme = Scheme.objects.get()
    assert [team.name for team in scheme.teams.all()] == ["Tổ cổng trường"]
    assert scheme.groups.get().memberships.get().person == officer


def test_a_mistake_in_the_set_up_keeps_everything_typed(cast, as_):
    fields = {**SETUP, "type": make_type().pk, "established_on": "", "to-0-tv-1-name": ""}

    answer = as_("hieu_truong").post(reverse("movement:scheme_new"), fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phạm Quốc Huy" in page and "Ghi họ tên" in page
    assert not Scheme.objects.exists()


def test_more_teams_and_lines_on_demand(as_, cast):
    page = as_("hieu_truong").post(reverse("movement:scheme_new"), {**SETUP, "viec": "them-to"}).content.decode()
    assert 'name="to-1-name"' in page and "Phạm Quốc Huy" in page

    fields = {**SETUP, "viec": "them-dong:to-0-tv"}
    page = as_("hieu_truong").post(reverse("movement:scheme_new"), fields).content.decode()
    assert 'name="to-0-tv-TOTAL_FORMS" value="5"' in page and 'name="nhom-tv-TOTAL_FORMS" value="1"' in page


def test_drafts_are_kept_reopened_and_discarded(cast, as_):
    client = as_("hieu_truong")
    url = f"{reverse('movement:draft_save')}?truong={cast.school.pk}"

    assert "Bản nháp lưu lúc" in client.post(url, SETUP).content.decode()
    assert client.post(url, SETUP).status_code == 200
    draft = SetupDraft.objects.get()
    assert "Phạm Quốc Huy" in client.get(reverse("movement:scheme_new")).content.decode()
    assert "Phạm Quốc Huy" not in as_("giao_vien").get(reverse("movement:scheme_new")).content.decode()
    discard = reverse("movement:draft_discard", args=[draft.pk])
    assert as_("giao_vien").post(discard).status_code == 404
    assert client.post(discard).status_code == 303
    assert not SetupDraft.objects.exists()


def test_saving_a_draft_by_hand_needs_no_script(cast, as_):
    client = as_("hieu_truong")
    assert client.post(reverse("movement:scheme_new"), {**SETUP, "viec": "luu-nhap"}).status_code == 303
    assert SetupDraft.objects.get().fields["to-0-name"] == "Tổ cổng trường"


def test_a_draft_is_not_kept_for_a_school_out_of_reach(cast, as_):
    url = f"{reverse('movement:draft_save')}?truong={cast.other_school.pk}"
    assert as_("hieu_truong").post(url, SETUP).status_code == 404


def test_who_writes_for_many_schools_chooses_one_first(cast, as_):
    page = as_("cong_an_xa").get(reverse("movement:scheme_new"), {"q": "anh duong"}).content.decode()
    assert cast.school.name in page and cast.neighbour_school.name not in page

    url = f"{reverse('movement:scheme_new')}?truong={cast.school.pk}"
    assert 'name="established_on"' in as_("cong_an_xa").get(url).content.decode()
    assert as_("so_gd").get(reverse("movement:scheme_new")).status_code == 403


def test_a_group_is_registered_checked_and_ended(cast, as_, scheme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = as_("hieu_truong")
    officer = make_person(organization=cast.commune_police)
    fields = {
        "name": "Kết nối", "platform": "zalo", "formed_on": "2026-09-01", "link": "https://zalo.me/g/x", "scheme": scheme.pk,
        "tv-TOTAL_FORMS": "1", "tv-INITIAL_FORMS": "0", "tv-0-person": officer.pk, "tv-0-role": "area_police",
    }  # fmt: skip
    assert client.post(reverse("movement:group_new"), fields).status_code == 303
    group = ConnectionGroup.objects.get()

    check = {
        "on": "2026-10-01",
        "is_active": "on",
        "declared_count": "31",
        "files": SimpleUploadedFile("a.pdf", b"%PDF-1"),
    }
    assert client.post(reverse("movement:group_check", args=[group.pk]), check).status_code == 303
    page = client.get(reverse("movement:group", args=[group.pk])).content.decode()
    assert "31" in page and Evidence.objects.count() == 1

    edit = {"name": "Kết nối mới", "platform": "viber", "link": "", "scheme": "", "owner": ""}
    assert client.post(reverse("movement:group_edit", args=[group.pk]), edit).status_code == 303
    assert client.post(reverse("movement:group_end", args=[group.pk]), {"on": "2026-11-01"}).status_code == 303
    group.refresh_from_db()
    assert (group.name, group.platform, group.ended_on) == ("Kết nối mới", "viber", date(2026, 11, 1))


def test_the_code_leads_only_to_https(as_, group):
    url = reverse("movement:group_qr", args=[group.pk])
    answer = as_("hieu_truong").get(url)
    assert answer["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content

    ConnectionGroup.objects.update(link="")
    assert as_("hieu_truong").get(url).status_code == 404


def test_a_scheme_is_transferred_by_code_or_name(cast, as_, scheme):
    url = reverse("movement:scheme_transfer", args=[scheme.pk])
    client = as_("can_bo_tinh")
    assert "Có nhiều đơn vị khớp" in client.post(url, {"to": "truong", "on": "2026-09-01"}).content.decode()
    assert "Không thấy đơn vị nào" in client.post(url, {"to": "xyz", "on": "2026-09-01"}).content.decode()

    assert client.post(url, {"to": "hoa sen", "on": "2026-09-01"}).status_code == 303
    scheme.refresh_from_db()
    assert scheme.organization == cast.neighbour_school


def test_the_attention_page_counts_and_names(cast, as_, scheme, team):
    twin = make_person(organization=cast.school, name="Lê  thu hà")
    make_team(scheme=scheme, members=[twin, Person.objects.get(user=cast.hieu_truong)])
    make_team(scheme=scheme, members=[twin])

    page = as_("hieu_truong").get(reverse("movement:attention")).content.decode()

    assert "trùng họ tên" in page and "Một người ở nhiều tổ" in page and "can=it-nguoi" in page
    assert twin.name not in as_("hieu_truong_khac").get(reverse("movement:attention")).content.decode()


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_papers_come_back_filled(as_, scheme, team, form):
    url = reverse("movement:paper_download", args=[scheme.pk, "quyet-dinh-thanh-lap", form])

    answer = as_("giao_vien").get(url, {"ngay_ky": "2026-09-05"})

    assert answer.content[:4] in (b"PK\x03\x04", b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert as_("hieu_truong_khac").get(url).status_code == 404


def test_unknown_papers_do_not_exist(as_, scheme):
    for name, form in (("khong-co", "docx"), ("danh-sach", "exe")):
        assert (
            as_("giao_vien").get(reverse("movement:paper_download", args=[scheme.pk, name, form])).status_code == 404
        )


def test_all_papers_in_one_file(as_, scheme):
    answer = as_("giao_vien").get(reverse("movement:paper_bundle", args=[scheme.pk]))
    assert answer.content[:2] == b"PK" and answer["Content-Type"] == "application/zip"


def test_a_group_page_puts_declared_beside_counted(as_, group):
    check = make_check(group, DAY)
    check.declared_count = 31
    check.save()
    page = as_("hieu_truong").get(reverse("movement:group", args=[group.pk])).content.decode()
    assert "nhóm có 31 thành viên, sổ ghi 10" in page


def test_a_wrong_paper_goes_off_the_list_and_stays_in_the_history(cast, as_, scheme):
    client = as_("hieu_truong")
    fields = {"kind": "plan", "signed_on": "2026-09-08", "number": "38/KH"}
    assert client.post(reverse("movement:paper_new", args=[scheme.pk]), fields).status_code == 303
    paper = Paper.objects.get()
    assert "38/KH" in client.get(reverse("movement:papers", args=[scheme.pk])).content.decode()

    assert client.post(reverse("movement:paper_remove", args=[paper.pk])).status_code == 303
    assert not Paper.objects.exists()
    assert "bỏ giấy tờ" in client.get(scheme.get_absolute_url()).content.decode()


def test_a_scheme_takes_a_name_of_its_own(as_, scheme):
    url = reverse("movement:scheme_rename", args=[scheme.pk])
    assert as_("hieu_truong").post(url, {"name": "Điểm cơ sở hai"}).status_code == 303
    scheme.refresh_from_db()
    assert scheme.search_fold.startswith("diem co so hai")


def test_a_page_costs_the_same_however_much_stands_on_it(cast, as_, scheme, team, group):
    client = as_("hieu_truong")
    urls = [reverse("movement:scheme", args=[scheme.pk]), team.get_absolute_url(), group.get_absolute_url()]

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    make_check(group, DAY)
    before = [cost(url) for url in urls]
    for number in range(5):
        make_event(scheme, "active", date(2022, 1, 1 + number))
        make_check(group, date(2022, 1, 1 + number))
        for place in (team.memberships, group.memberships):
            place.create(person=make_person(organization=cast.school), valid_from=DAY)
    for _number in range(4):
        make_team(scheme=scheme, members=[make_person(organization=cast.school), 5])

    assert [cost(url) for url in urls] == before
    assert max(before) <= 26


def test_papers_name_no_phone_to_other_organizations(scheme, team):
    assert {member.phone for member in paper_facts(scheme, TODAY).members} == {""}
    assert "0912345678" in {member.phone for member in paper_facts(scheme, TODAY, phones=True).members}


def test_types_are_kept_by_the_province(cast, as_):
    fields = {"name": "Cổng trường an toàn giao thông", "short_name": "Cổng trường an toàn"}
    client = as_("quantri")
    assert client.post(reverse("movement:type_new"), fields).status_code == 303
    created = SchemeType.objects.get(code="cong-truong-an-toan")
    assert "Cổng trường an toàn" in as_("hieu_truong").get(reverse("movement:type_list")).content.decode()
    assert "Đã có loại" in client.post(reverse("movement:type_new"), fields).content.decode()

    edit = reverse("movement:type_edit", args=[created.pk])
    assert client.post(edit, fields).status_code == 303
    created.refresh_from_db()
    assert not created.is_open
    assert (
        "Chưa có loại mô hình nào còn lập mới"
        in as_("hieu_truong").get(reverse("movement:scheme_new")).content.decode()
    )
    for person in ("hieu_truong", "truong_phong_xa", "so_gd"):
        assert as_(person).get(edit).status_code == 403
        assert as_(person).post(reverse("movement:type_new"), fields).status_code == 403


def test_papers_follow_the_schools_own_template(cast, as_, scheme):
    upload_template(
        actor=cast.hieu_truong, paper="danh-sach", name="Mẫu riêng", organization=cast.school,
        content=roster_template(), file_name="mau.docx", now=NOW,
    )  # fmt: skip
    page = (
        as_("giao_vien").get(reverse("movement:papers", args=[scheme.pk]), {"ngay_ky": "2026-11-22"}).content.decode()
    )
    assert page.count("theo mẫu Word của đơn vị") == 1

    url = reverse("movement:paper_download", args=[scheme.pk, "danh-sach", "docx"])
    made = as_("giao_vien").get(url, {"ngay_ky": "2026-11-22"}).content
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text.startswith("Trường THCS Ánh Dương, ngày 22")


def test_a_decision_carries_the_number_it_has_in_the_register(as_, scheme):
    Scheme.objects.filter(pk=scheme.pk).update(decision_number="41/QĐ-THCS", decision_on=DAY)
    url = reverse("movement:paper_download", args=[scheme.pk, "quyet-dinh-thanh-lap", "docx"])

    def words(day: str) -> str:
        made = as_("giao_vien").get(url, {"ngay_ky": day}).content
        return "".join(docx.Document(io.BytesIO(made)).element.body.itertext())

    assert "41/QĐ-THCS" in words("2021-09-14")
    assert "41/QĐ-THCS" not in words("2026-11-22")  # written anew on another day it is another decision


def test_a_persons_page_names_the_teams_and_groups_the_viewer_sees(cast, as_, scheme, team, group):
    officer = Person.objects.get(name="Trần Địa Bàn")
    elsewhere = make_group(organization=cast.other_school, members=[(officer, "area_police")], name="Nhóm nơi khác")
    url = reverse("accounts:person", args=[officer.pk])

    seen = as_("cong_an_xa").get(url).content.decode()
    assert group.name in seen and "Công an phụ trách địa bàn" in seen
    assert elsewhere.name not in seen
    assert elsewhere.name in as_("can_bo_tinh").get(url).content.decode()
