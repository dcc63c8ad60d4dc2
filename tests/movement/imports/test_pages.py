"""The way through the pages, with the background work done at once."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import make_person
from tests.movement.imports.conftest import NOW
from tests.movement.imports.workbooks import SCHOOL, whole_school, workbook
from truongan.movement.imports import checking
from truongan.movement.models import Scheme, TeamMembership
from truongan.workbooks.models import Upload

pytestmark = pytest.mark.django_db


def work():
    """What the worker would do with everything queued."""
    for job in ProcrastinateJob.objects.filter(status="todo", task_name__startswith="movement.").order_by("pk"):
        task = {"movement.check_upload": checking.check_upload, "movement.import_upload": checking.import_upload}[
            job.task_name
        ]
        task(upload_id=job.args["upload_id"], now=lambda: NOW)
    ProcrastinateJob.objects.all().delete()


@pytest.fixture
def sent(as_):
    """Send these rows through the page; answers the browser and the upload."""

    def sending(rows, *, by="truong_phong_xa", kind="commune", checked=True):
        client = as_(by)
        content = rows if isinstance(rows, bytes) else workbook(rows, kind=kind)
        file = SimpleUploadedFile("tep cua xa.xlsx", content)
        response = client.post("/lam-viec/nhap/gui/", {"kind": kind, "file": file})
        assert response.status_code == 303, response.content.decode()
        if checked:
            work()
        return client, Upload.objects.latest("pk")

    return sending


def broken():
    rows = whole_school()
    rows["team_members"][0]["phone"] = "chưa có"
    rows["team_members"][1]["role"] = "Tổ trưởngg"
    return rows


def test_from_the_file_to_the_register(sent):
    client, upload = sent(whole_school(), checked=False)
    page = client.get(f"/lam-viec/nhap/{upload.pk}/").content.decode()
    assert "Đang chờ tới lượt" in page
    work()
    page = client.get(f"/lam-viec/nhap/{upload.pk}/").content.decode()
    assert "Xem trước: tep cua xa.xlsx" in page
    assert "Nhập 9 dòng" in page
    assert not Scheme.objects.exists()
    client.post(f"/lam-viec/nhap/{upload.pk}/dong-y/")
    work()
    page = client.get(f"/lam-viec/nhap/{upload.pk}/").content.decode()
    assert "Đã nhập xong." in page
    assert Scheme.objects.count() == 1


def test_the_part_that_moves(sent):
    client, upload = sent(whole_school(), checked=False)
    Upload.objects.filter(pk=upload.pk).update(status="checking", progress=3, total=9)
    part = client.get(f"/lam-viec/nhap/{upload.pk}/tien-do/", headers={"HX-Request": "true"}).content.decode()
    assert "33%" in part
    assert "every 1s" in part
    Upload.objects.filter(pk=upload.pk).update(status="ready")
    done = client.get(f"/lam-viec/nhap/{upload.pk}/tien-do/", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == f"/lam-viec/nhap/{upload.pk}/"


def test_tabs_show_rows_by_outcome_and_sheet(sent):
    client, upload = sent(broken())
    page = client.get(f"/lam-viec/nhap/{upload.pk}/?the=loi").content.decode()
    assert "chưa có" in page
    page = client.get(f"/lam-viec/nhap/{upload.pk}/?the=moi&trang-tinh=Mô+hình").content.decode()
    assert "Trường học an toàn" in page
    assert "ANTT Ánh Dương" not in page


def test_ready_rows_only_after_asking_for_them(sent):
    client, upload = sent(broken())
    client.post(f"/lam-viec/nhap/{upload.pk}/dong-y/")
    assert Upload.objects.get().status == "ready"
    client.post(f"/lam-viec/nhap/{upload.pk}/dong-y/", {"phan": "san-sang"})
    work()
    assert Upload.objects.get().status == "imported"
    assert TeamMembership.objects.count() == 1
    returned = client.get(f"/lam-viec/nhap/{upload.pk}/tra-lai/")
    assert returned.headers["Content-Disposition"].endswith('"tep cua xa.tra-lai.xlsx"')
    book = load_workbook(BytesIO(b"".join(returned.streaming_content)))
    assert "Thành viên tổ" in book.sheetnames
    assert "Mô hình" not in book.sheetnames or book["Mô hình"].max_row == 1


def test_a_suggested_fix_is_taken(sent):
    client, upload = sent(broken())
    client.post(f"/lam-viec/nhap/{upload.pk}/tra-loi/", {"sua": "tat-ca"})
    work()
    upload.refresh_from_db()
    assert upload.preview["counts"]["error"] == 1
    assert upload.preview["fixes"] == {"Thành viên tổ!3!role": "Tổ trưởng"}


def test_doubts_are_settled_on_the_page(sent, cast):
    make_person(organization=cast.school, name="Phạm Văn Bình", phone="0912345678")
    client, upload = sent(whole_school())
    page = client.get(f"/lam-viec/nhap/{upload.pk}/?the=xung-dot").content.decode()
    assert "đang là của Phạm Văn Bình" in page
    client.post(
        f"/lam-viec/nhap/{upload.pk}/tra-loi/",
        {"chon-Thành viên tổ!2": "same", "chon-Thành viên nhóm!2": "same"},
    )
    work()
    upload.refresh_from_db()
    assert (upload.status, upload.preview["is_clean"]) == ("ready", True)
    assert not upload.returned_file  # nothing is left to mend


def test_the_same_answers_hold_when_the_file_is_sent_again(sent, cast):
    make_person(organization=cast.school, name="Phạm Văn Bình", phone="0912345678")
    rows = {key: page for key, page in whole_school().items() if not key.startswith("group")}
    content = workbook(rows)
    client, upload = sent(content)
    client.post(f"/lam-viec/nhap/{upload.pk}/tra-loi/", {"chon-Thành viên tổ!2": "same"})
    work()
    client.post(f"/lam-viec/nhap/{upload.pk}/dong-y/")
    work()
    _client, again = sent(content)
    assert (again.status, again.message) == ("imported", "Không có gì thay đổi: mọi dòng đã có trong sổ.")


def test_what_changed_since_the_preview_is_shown_again(sent, send):
    client, upload = sent(whole_school())
    other = whole_school()
    other["schemes"][0]["decision_number"] = "99/QĐ"
    send({"schemes": other["schemes"]})
    client.post(f"/lam-viec/nhap/{upload.pk}/dong-y/")
    work()
    upload.refresh_from_db()
    assert (upload.status, upload.message) == ("ready", "Sổ đăng ký đã thay đổi từ lúc xem trước. Xem lại rồi nhập.")
    assert Scheme.objects.get().decision_number == "99/QĐ"
    client.post(f"/lam-viec/nhap/{upload.pk}/dong-y/")
    work()
    assert Scheme.objects.get().decision_number == "12/QĐ-THCS"


def test_a_cancelled_file_is_left_alone(sent):
    client, upload = sent(whole_school(), checked=False)
    client.post(f"/lam-viec/nhap/{upload.pk}/huy/")
    work()
    upload.refresh_from_db()
    assert upload.status == "cancelled"
    assert not Scheme.objects.exists()


def test_what_is_no_workbook_is_told_on_the_form(as_):
    file = SimpleUploadedFile("anh.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00 not a workbook")
    response = as_("truong_phong_xa").post("/lam-viec/nhap/gui/", {"kind": "commune", "file": file})
    assert response.status_code == 422
    assert "Tệp này không phải bảng tính" in response.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["hieu_truong_khac", "giao_vien", "so_gd"])
def test_files_of_others_do_not_exist(sent, as_, name):
    _client, upload = sent(whole_school())
    stranger = as_(name)
    assert stranger.get(f"/lam-viec/nhap/{upload.pk}/").status_code == 404
    assert stranger.get(f"/lam-viec/nhap/{upload.pk}/tra-lai/").status_code == 404
    assert stranger.post(f"/lam-viec/nhap/{upload.pk}/dong-y/").status_code == 404


def test_who_administers_the_scope_sees_the_file_but_its_sender_decides(sent, as_):
    _client, upload = sent(whole_school(), by="giao_vien", kind="school")
    head = as_("hieu_truong")
    assert head.get(f"/lam-viec/nhap/{upload.pk}/").status_code == 200
    assert head.post(f"/lam-viec/nhap/{upload.pk}/dong-y/").status_code == 403


def test_the_phones_of_a_schools_file_stay_in_the_school(sent, as_):
    rows = whole_school()
    rows["team_members"][0]["phone"] = "09123456789"  # a digit too many
    _client, upload = sent(rows, by="giao_vien", kind="school")
    pages = {name: as_(name) for name in ("giao_vien", "hieu_truong", "truong_phong_xa")}
    seen = {name: page.get(f"/lam-viec/nhap/{upload.pk}/").content.decode() for name, page in pages.items()}
    answers = {name: page.get(f"/lam-viec/nhap/{upload.pk}/tra-lai/") for name, page in pages.items()}
    got = {name: answer.status_code for name, answer in answers.items()}
    for answer in answers.values():
        answer.close()

    assert {name: "09123456789" in body for name, body in seen.items()} == {
        "giao_vien": True, "hieu_truong": True, "truong_phong_xa": False,
    }  # fmt: skip
    assert "0912 *** 789" in seen["truong_phong_xa"]
    assert "tra-lai" not in seen["truong_phong_xa"]
    assert got == {"giao_vien": 200, "hieu_truong": 200, "truong_phong_xa": 403}


def test_the_list_of_files(sent, django_assert_num_queries):
    client, _upload = sent(whole_school())
    page = client.get("/lam-viec/nhap/").content.decode()
    assert "tep cua xa.xlsx" in page
    assert "Chờ bạn xem và nhập" in page


def test_templates_hold_the_senders_schools(as_, cast):
    response = as_("truong_phong_xa").get("/lam-viec/nhap/bieu-mau/commune/")
    book = load_workbook(BytesIO(response.content))
    names = [row[1] for row in book["Trường học"].iter_rows(values_only=True)]
    assert SCHOOL in names
    assert "Trường THCS Sông Thương" not in names
    assert as_("hieu_truong").get("/lam-viec/nhap/bieu-mau/commune/").status_code == 403
    assert as_("hieu_truong").get("/lam-viec/nhap/bieu-mau/gi-do/").status_code == 404


def test_an_untouched_template_of_a_school_changes_nothing(as_, sent):
    content = as_("hieu_truong").get("/lam-viec/nhap/bieu-mau/school/").content
    _client, upload = sent(content, by="hieu_truong", kind="school")
    assert upload.message == "Không có gì thay đổi: mọi dòng đã có trong sổ."


def test_a_file_above_the_limit_of_the_installation_is_told_on_the_form(as_, settings):
    settings.MAX_UPLOAD_BYTES = 3_000_000
    file = SimpleUploadedFile("lon.xlsx", b"PK" + b"0" * 3_100_000)
    response = as_("truong_phong_xa").post("/lam-viec/nhap/gui/", {"kind": "commune", "file": file})
    page = response.content.decode()
    assert response.status_code == 422
    assert "tối đa 3 MB" in page
    assert "Chia thành nhiều tệp" in page or "chia thành nhiều tệp" in page
