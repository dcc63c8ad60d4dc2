from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories import make_person
from truongan.accounts.actions import assign_beat, register_person, reveal_phone
from truongan.accounts.models import Person
from truongan.audit.models import Entry

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
REASON = "Liên hệ về vụ việc ở cổng trường"


@pytest.fixture
def teacher(cast) -> Person:
    return make_person(organization=cast.school, name="Nguyễn Văn Ân", phone="0912345678", email="an@truong.vn")


@pytest.mark.parametrize("rows", [1, 12])
def test_the_peoples_list_costs_the_same_however_long_it_is(cast, as_, django_assert_num_queries, rows):
    for _ in range(rows):
        make_person(organization=cast.school)
    client = as_("truong_phong_xa")
    url = reverse("accounts:person_list")
    client.get(url)  # the session's first page

    # session, user, person, appointments (scope); count, page, posts; post of the frame, its units (2), its bell
    with django_assert_num_queries(14):
        client.get(url)


def test_names_come_in_vietnamese_order_given_name_first(cast, as_):
    for name in ("Trần Thị Ẩn", "Lê Văn Bình", "Phạm Ân", "Đỗ Thị Ánh"):
        make_person(organization=cast.other_school, name=name)
    body = as_("hieu_truong_khac").get(reverse("accounts:person_list")).content.decode()
    places = [body.index(name) for name in ("Đỗ Thị Ánh", "Phạm Ân", "Trần Thị Ẩn", "Lê Văn Bình")]
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["nguyen an", "Nguyễn Ân", "NGUYEN"])
def test_people_are_found_with_and_without_diacritics(cast, as_, teacher, typed):
    answer = as_("hieu_truong").get(reverse("accounts:person_list"), {"q": typed}, headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert teacher.name in body
    assert "Lê Thu Hà" not in body


@pytest.mark.parametrize(
    ("person", "is_open"),
    [("hieu_truong", True), ("giao_vien", True), ("cong_an_xa", False), ("so_gd", False), ("quantri", False)],
)
def test_the_full_phone_is_open_only_inside_the_own_organization(cast, as_, teacher, person, is_open):
    for url in (reverse("accounts:person_list"), teacher.get_absolute_url()):
        body = as_(person).get(url).content.decode()
        assert ("0912345678" in body) is is_open
        assert ("09•• ••• 678" in body) is not is_open


@pytest.mark.parametrize(
    ("person", "reads"), [("y_te_xa", True), ("hieu_truong", True), ("truong_phong_xa", True), ("so_yt", False)]
)
def test_why_somebody_looked_is_for_those_it_concerns(cast, as_, teacher, person, reads):
    as_("y_te_xa").post(reverse("accounts:person_phone", args=[teacher.pk]), {"reason": REASON})

    assert (REASON in as_(person).get(teacher.get_absolute_url()).content.decode()) is reads


def test_nobody_shuts_their_own_account_by_the_page_of_a_person(cast, as_):
    body = as_("hieu_truong").get(cast.hieu_truong.person.get_absolute_url()).content.decode()
    assert "Cấp lại mật khẩu" not in body
    assert "Cấp lại mật khẩu" in as_("hieu_truong").get(cast.giao_vien.person.get_absolute_url()).content.decode()


def test_a_person_outside_does_not_exist(cast, as_, teacher):
    for url in (teacher.get_absolute_url(), reverse("accounts:person_phone", args=[teacher.pk])):
        assert as_("hieu_truong_khac").get(url).status_code == 404


def test_the_number_is_shown_once_after_a_reason(cast, as_, teacher):
    url, client = reverse("accounts:person_phone", args=[teacher.pk]), as_("y_te_xa")
    assert "0912345678" not in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422

    shown = client.post(url, {"reason": REASON})

    assert "0912345678" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "0912345678" not in client.get(url).content.decode()
    assert Entry.objects.get().data == {"reason": REASON}


def test_the_form_writes_only_what_was_changed(cast, as_, teacher):
    url = reverse("accounts:person_edit", args=[teacher.pk])
    seen = {f"initial-{name}": value for name, value in (
        ("name", teacher.name), ("phone", teacher.phone), ("email", teacher.email), ("birth_year", ""), ("post", ""),
    )}  # fmt: skip
    typed = {"name": teacher.name, "phone": teacher.phone, "email": teacher.email, "birth_year": "", "post": "Bảo vệ"}
    Person.objects.filter(pk=teacher.pk).update(birth_year=1980)  # meanwhile, somebody else

    assert as_("giao_vien").post(url, {**seen, **typed}).status_code == 303

    teacher.refresh_from_db()
    assert (teacher.post, teacher.birth_year) == ("Bảo vệ", 1980)


def test_the_form_is_no_way_around_the_mask(cast, as_, teacher):
    url, client = reverse("accounts:person_edit", args=[teacher.pk]), as_("truong_phong_xa")
    assert "0912345678" not in client.get(url).content.decode()
    assert "0912345678" in as_("giao_vien").get(url).content.decode()

    fields = {f"initial-{name}": getattr(teacher, name) or "" for name in ("name", "email", "birth_year", "post")}
    fields |= {"name": teacher.name, "email": teacher.email, "birth_year": "", "post": "Bảo vệ", "phone": ""}
    assert client.post(url, fields).status_code == 303
    teacher.refresh_from_db()
    assert (teacher.post, teacher.phone) == ("Bảo vệ", "0912345678")

    assert client.post(url, {**fields, "initial-post": "Bảo vệ", "phone": "0987 654 321"}).status_code == 303
    teacher.refresh_from_db()
    assert teacher.phone == "0987654321"


def test_the_form_carries_what_its_editor_saw(cast, as_, teacher):
    body = as_("giao_vien").get(reverse("accounts:person_edit", args=[teacher.pk])).content.decode()
    for name in ("name", "phone", "email", "birth_year", "post"):
        assert f'name="initial-{name}"' in body


def test_the_form_says_when_somebody_was_faster(cast, as_, teacher):
    url = reverse("accounts:person_edit", args=[teacher.pk])
    fields = {"name": teacher.name, "phone": teacher.phone, "email": teacher.email, "birth_year": "1970", "post": ""}
    seen = {"initial-birth_year": "", "initial-name": teacher.name, "initial-phone": teacher.phone,
            "initial-email": teacher.email, "initial-post": ""}  # fmt: skip
    Person.objects.filter(pk=teacher.pk).update(birth_year=1980)
    answer = as_("giao_vien").post(url, {**seen, **fields})
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in answer.content.decode()


FORMS = ("person_edit", "person_phone", "appointment_add", "beat_add", "invitation_add")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("person", ["hieu_truong", "truong_phong_xa"])
def test_forms_open_for_who_may(cast, as_, teacher, name, person):
    assert as_(person).get(reverse(f"accounts:{name}", args=[teacher.pk])).status_code == 200


@pytest.mark.parametrize("name", ["person_edit", "appointment_add", "beat_add", "invitation_add"])
def test_forms_refuse_who_only_reads(cast, as_, teacher, name):
    assert as_("y_te_xa").get(reverse(f"accounts:{name}", args=[teacher.pk])).status_code == 403


def test_a_post_is_given_handed_over_and_ended_through_the_pages(cast, as_, teacher):
    client = as_("hieu_truong")
    client.post(
        reverse("accounts:appointment_add", args=[teacher.pk]),
        {"organization": cast.school.pk, "role": "reader", "title": "Văn thư", "since": "01/09/2026"},
    )
    post = teacher.appointments.get()
    over = reverse("accounts:appointment_hand_over", args=[post.pk])
    client.post(over, {"successor": cast.giao_vien.person.pk, "on": "01/10/2026"})
    taken = cast.giao_vien.person.appointments.get(role="reader")
    client.post(reverse("accounts:appointment_end", args=[taken.pk]), {"on": "01/11/2026"})

    taken.refresh_from_db()
    assert str(taken.valid_to) == "2026-11-01"
    assert "Văn thư" in client.get(teacher.get_absolute_url()).content.decode()


def test_the_organizations_page_shows_its_people_and_its_officer(cast, as_, django_assert_max_num_queries):
    officer = cast.cong_an_xa.person
    assign_beat(actor=cast.cong_an_xa, person=officer, organization=cast.school, since=NOW.date(), now=NOW)
    client = as_("hieu_truong")
    with django_assert_max_num_queries(40):
        body = client.get(cast.school.get_absolute_url()).content.decode()
    assert "Lê Thu Hà" in body
    assert "Công an phụ trách" in body
    assert client.get(officer.get_absolute_url()).status_code == 200


class TestLog:
    def test_one_reads_ones_own_place_and_nothing_else(self, cast, as_, teacher):
        register_person(actor=cast.hieu_truong, organization=cast.school, name="Người Của Trường", now=NOW)
        register_person(actor=cast.hieu_truong_khac, organization=cast.other_school, name="Người Nơi Khác", now=NOW)
        register_person(actor=cast.cong_an_xa, organization=cast.commune_police, name="Người Công An", now=NOW)

        def sees(person: str) -> set[str]:
            body = as_(person).get(reverse("audit:log")).content.decode()
            return {name for name in ("Người Của Trường", "Người Nơi Khác", "Người Công An") if name in body}

        assert sees("quantri") == {"Người Của Trường", "Người Nơi Khác", "Người Công An"}
        assert sees("truong_phong_xa") == {"Người Của Trường", "Người Công An"}
        assert sees("y_te_xa") == {"Người Của Trường"}  # health sees schools, not the police
        assert sees("so_gd") == {"Người Của Trường", "Người Nơi Khác"}
        assert sees("hieu_truong") == {"Người Của Trường"}

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"viec": "accounts.phone.revealed"}, {"Nguyễn Văn Ân"}),
            ({"viec": "accounts.person.registered"}, {"Người Mới"}),
            ({"ai": "le thu ha"}, {"Người Mới"}),
            ({"ai": "y-te-xa"}, {"Nguyễn Văn Ân"}),
            ({"q": "người mới"}, {"Người Mới"}),
            ({"tu": "23/11/2026"}, set()),
            ({"den": "22/11/2026"}, {"Người Mới", "Nguyễn Văn Ân"}),
            ({"den": "21/11/2026"}, set()),
            ({"tu": "hôm qua", "viec": "khong.co.that"}, {"Người Mới", "Nguyễn Văn Ân"}),
        ],
    )
    def test_filters(self, cast, as_, teacher, asked, found):
        register_person(actor=cast.hieu_truong, organization=cast.school, name="Người Mới", now=NOW)
        reveal_phone(actor=cast.y_te_xa, person=teacher, reason=REASON, now=NOW)
        answer = as_("truong_phong_xa").get(reverse("audit:log"), asked, headers={"HX-Request": "true"})
        body = answer.content.decode()
        assert {name for name in ("Người Mới", "Nguyễn Văn Ân") if name in body} == found

    @pytest.mark.parametrize("rows", [1, 12])
    def test_the_log_costs_the_same_however_long_it_is(self, cast, as_, django_assert_num_queries, rows):
        for number in range(rows):
            register_person(actor=cast.hieu_truong, organization=cast.school, name=f"Người {number}", now=NOW)
        client = as_("hieu_truong")
        client.get(reverse("audit:log"))
        with django_assert_num_queries(6):  # session, user, person, appointments; count, page
            client.get(reverse("audit:log"), headers={"HX-Request": "true"})

    def test_the_log_speaks_vietnamese(self, cast, as_, teacher):
        reveal_phone(actor=cast.y_te_xa, person=teacher, reason=REASON, now=NOW)
        body = as_("quantri").get(reverse("audit:log")).content.decode()
        assert f"xem số điện thoại ({REASON})" in body
