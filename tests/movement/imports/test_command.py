"""`truongan import`: other programs rely on its exit codes and its JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.movement.imports.workbooks import whole_school, workbook
from truongan.movement.models import Scheme, TeamMembership
from truongan.workbooks.models import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    def running(rows, *options, name="tep.xlsx"):
        path = tmp_path / name
        path.write_bytes(rows if isinstance(rows, bytes) else workbook(rows))
        out = StringIO()
        code = 0
        try:
            call_command("import", str(path), *options, stdout=out, no_color=True)
        except SystemExit as end:
            code = end.code
        return code, out.getvalue()

    return running


def broken():
    rows = whole_school()
    rows["team_members"][0]["phone"] = "chưa có"
    return rows


def test_a_clean_file_goes_in(run):
    code, said = run(whole_school())
    assert code == 0
    assert "đã nhập. 9 mới, 0 thay đổi, 0 không đổi." in said
    assert Scheme.objects.count() == 1


def test_a_dry_run_writes_nothing(run):
    code, said = run(whole_school(), "--dry-run")
    assert code == 0
    assert "sẵn sàng nhập" in said
    assert not Scheme.objects.exists()
    assert not Upload.objects.exists()


def test_a_rejected_file_comes_back_beside_it(run, tmp_path):
    code, said = run(broken())
    assert code == 2
    assert "Thành viên tổ, E2: “chưa có” không phải số điện thoại" in said
    assert (tmp_path / "tep.tra-lai.xlsx").stat().st_size > 1000
    assert not Scheme.objects.exists()
    assert Upload.objects.get().status == "rejected"


def test_ready_rows_go_in_on_request(run, tmp_path):
    code, _said = run(broken(), "--ready-only")
    assert code == 0
    assert TeamMembership.objects.count() == 2
    assert (tmp_path / "tep.tra-lai.xlsx").exists()


def test_json_for_other_programs(run):
    code, said = run(broken(), "--format", "json")
    report = json.loads(said)
    (file,) = report["files"]
    assert (code, report["status"], file["status"]) == (2, "rejected", "rejected")
    assert file["rows"] == {"new": 8, "changed": 0, "unchanged": 0, "conflict": 0, "error": 1, "skipped": 0}
    assert set(file["problems"][0]) == {"sheet", "cell", "row", "found", "message", "fix", "code"}
    assert file["returned"].endswith("tep.tra-lai.xlsx")


def test_somebody_elses_right_is_asked(run):
    code, said = run(whole_school("Trường THCS Sông Thương"), "--user", "truong-phong-xa")
    assert code == 2
    assert "Không có trường nào tên này trong phạm vi của bạn" in said
    code, said = run(whole_school(), "--user", "y-te-xa")
    assert (code, "không được nhập" in said) == (2, True)


def test_what_is_no_workbook_is_rejected(run):
    code, said = run(b"%PDF-1.7")
    assert code == 2
    assert "không phải bảng tính" in said


def test_a_missing_file_is_a_mistake_of_the_caller():
    with pytest.raises(CommandError):
        call_command("import", "khong-co.xlsx")
