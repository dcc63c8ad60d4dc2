"""Importing workbooks: the demonstration's ten districts, and one file of 100,000 rows.

Each case runs in a process of its own on a database of its own, so that peaks of memory do not mix. Printed beside
the bare COPY of as many membership rows, and beside the row by row way: look up school, team and person, save the
person and the membership (without reading any file).
    python -m benchmarks.imports [rows]
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

NOW = datetime(2021, 9, 14, 10, tzinfo=UTC)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quang", "Ngọc", "Hồng", "Xuân", "Thanh")
GIVENS = ("An", "Bình", "Chi", "Dũng", "Hà", "Hoa", "Khôi", "Lan", "Minh", "Nga", "Phúc", "Quân", "Sơn", "Thảo", "Yến")
PER_TEAM = 48


def main() -> None:
    rows = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else 100_000
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # started as root, the embedded server runs as another user
        environment = {**os.environ, "TRUONGAN_HOME": folder, "TRUONGAN_LOG_LEVEL": "ERROR"}
        _run("prepare", rows, environment)
        demo = _run("demo", rows, environment)
        large = _run("large", rows, environment)
        again = _run("again", rows, environment)
        raw = _run("raw", rows, environment)
    per_row_copy, per_row_save = raw["copy"] / raw["rows"], raw["save"] / raw["rows"]
    for label, found, target in (
        ("ten districts of the demonstration", demo, 10),
        (f"{rows:,} rows in one file", large, 60),
        ("the same file again (nothing changes)", again, None),
    ):
        seconds, count = found["seconds"], found["rows"]
        aim = f"  target {target} s" if target else ""
        print(
            f"{label:<40}{seconds:7.1f} s{aim:<14}{count:>8,} rows {1e6 * seconds / count:6.0f} µs/row"
            f"  {seconds / count / per_row_copy:.0f} times COPY, 1/{per_row_save * count / seconds:.1f} of row by row"
            f"  peak {found['peak']} MB (target 400)",
            flush=True,
        )


def _run(case: str, rows: int, environment: dict[str, str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports", "--case", case, str(rows)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def case(name: str, rows: int) -> dict:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongan.config.settings")
    import django

    django.setup()
    found = {"prepare": prepare, "demo": demo, "large": large, "again": large, "raw": raw}[name](rows)
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, **found}


def prepare(rows: int) -> dict:
    from django.conf import settings
    from django.core.management import call_command

    from truongan.demo.accounts import appoint_cast, create_cast
    from truongan.demo.actions import write_workbooks
    from truongan.demo.agencies import create_agencies
    from truongan.territory.actions import load_territory

    call_command("migrate", verbosity=0, skip_checks=True)
    load_territory()
    create_agencies(now=NOW)
    create_cast(now=NOW)
    appoint_cast()
    write_workbooks(folder=settings.HOME / "demo", until=date(2021, 9, 14))
    write_large(settings.HOME / "large.xlsx", rows)
    return {}


def write_large(path: Path, rows: int) -> None:
    """One province's file: schools of the demonstration's communes, each with a scheme, teams and many members."""
    import xlsxwriter

    from truongan.movement.imports.format import workbook_spec
    from truongan.territory.models import AdministrativeUnit

    communes = list(
        AdministrativeUnit.objects.on(NOW.date()).filter(level="commune", path__startswith="24.").order_by("code")
        .values_list("full_name", "parent__full_name")
    )  # fmt: skip
    teams = rows // (PER_TEAM + 1)
    schools = max(1, teams // 4)
    spec = workbook_spec("province")
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        pages = {}
        for key in ("schools", "schemes", "teams", "team_members"):
            pages[key] = [book.add_worksheet(spec.sheet(key).title), 0]

        def add(key, *cells):
            sheet, line = pages[key]
            sheet.write_row(line, 0, cells)
            pages[key][1] += 1

        add("schools", "Mã trường", "Tên trường", "Cấp học", "Xã, phường", "Huyện", "Năm học")
        add("schemes", "Mã trường", "Tên trường", "Loại mô hình", "Số quyết định", "Ngày quyết định", "Ngày ra mắt")
        add("teams", "Mã trường", "Tên trường", "Loại mô hình", "Tên tổ", "Ngày lập")
        add("team_members", "Mã trường", "Tên trường", "Tên tổ", "Họ và tên", "Điện thoại", "Năm sinh", "Vai trò")
        for number in range(schools):
            code, name = f"DO{number:05d}", f"Trường THCS Đo Lường {number}"
            commune, district = communes[number % len(communes)]
            add("schools", code, name, "THCS", commune, district, "2021-2022")
            add("schemes", code, name, "Trường học an toàn", f"{number}/QĐ", "20/08/2021", "05/09/2021")
            for team in range(4):
                add("teams", code, name, "Trường học an toàn", f"Tổ {team + 1}", "05/09/2021")
                for place in range(PER_TEAM):
                    someone = number * 4 * PER_TEAM + team * PER_TEAM + place
                    phone = f"08{someone:08d}" if place % 2 else None
                    given = f"{GIVENS[place % 15]} {team * PER_TEAM + place}"
                    person = f"{FAMILIES[someone % 10]} {MIDDLES[someone // 10 % 10]} {given}"
                    role = "Tổ trưởng" if place == 0 else "Thành viên"
                    add("team_members", code, name, f"Tổ {team + 1}", person, phone, 1970 + place % 30, role)


def demo(rows: int) -> dict:
    from django.conf import settings

    files = sorted(each for each in (settings.HOME / "demo").glob("*.xlsx") if each.stem.startswith("2021-09"))
    started = time.perf_counter()
    count = sum(_import(file, "district") for file in files)
    return {"seconds": time.perf_counter() - started, "rows": count}


def large(rows: int) -> dict:
    from django.conf import settings

    started = time.perf_counter()
    count = _import(settings.HOME / "large.xlsx", "province")
    return {"seconds": time.perf_counter() - started, "rows": count}


def _import(file: Path, kind: str) -> int:
    from truongan.accounts.models import User
    from truongan.movement.imports.importing import CannotImport, import_workbook
    from truongan.movement.imports.uploads import receive_workbook

    actor = User.objects.get(username="quantri")
    upload = receive_workbook(actor=actor, source=file, filename=file.name, kind=kind, now=NOW)
    try:
        done = import_workbook(actor=actor, upload=upload, now=NOW)
    except CannotImport as refusal:
        wrong = [each for each in refusal.plan.read.all_problems() if each.severity == "error"]
        raise SystemExit(f"{refusal} {refusal.plan.counts} {[str(each) for each in wrong[:5]]}") from refusal
    return len(done.plan.rows)


def raw(rows: int) -> dict:
    """As many memberships as fit in patience: by COPY alone, and one save() after the other."""
    from django.db import transaction

    from truongan.movement.imports.copying import copy_rows, take_ids
    from truongan.movement.models import Team, TeamMembership

    team, count = Team.objects.earliest("pk"), 2000
    fields = ("id", "team", "count", "label", "role", "valid_from")
    started = time.perf_counter()
    with transaction.atomic():
        ids = take_ids(TeamMembership, count)
        copy_rows(TeamMembership, fields, ((pk, team.pk, 1, "Đo", "member", team.formed_on) for pk in ids))
    copied = time.perf_counter() - started
    started = time.perf_counter()
    with transaction.atomic():
        for number in range(count):
            save_one(team, number)
    return {"rows": count, "copy": copied, "save": time.perf_counter() - started}


def save_one(team, number: int) -> None:
    """One row as a first version of any importer takes it."""
    from truongan.accounts.models import Person
    from truongan.movement.models import Team, TeamMembership
    from truongan.organizations.models import Organization

    school = Organization.objects.get(code=team.organization.code)
    found = Team.objects.get(organization=school, search_fold=team.search_fold)
    phone = f"07{number:08d}"
    person = Person.objects.filter(phone=phone).first()
    if person is None:
        person = Person(name=f"Nguyễn Thị Đo {number}", phone=phone, organization=school)
        person.derive_keys()
        person.save()
    if not TeamMembership.objects.filter(team=found, person=person).exists():
        TeamMembership(team=found, person=person, role="member", valid_from=found.formed_on).save()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--case"]:
        print(json.dumps(case(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
