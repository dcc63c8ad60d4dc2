from datetime import UTC, datetime

import pytest

from tests.factories import make_type
from tests.movement.imports.workbooks import workbook
from truongan.movement.imports.importing import import_workbook, read_for_import
from truongan.movement.imports.planning import plan_import
from truongan.movement.imports.uploads import receive_workbook

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def types(cast):
    make_type("truong-hoc-an-toan", "Trường học an toàn")
    make_type("lien-ket", "Liên kết")


@pytest.fixture(autouse=True)
def files_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan(cast):
    """What importing these rows would do: `plan(rows, by="truong_phong_xa")`."""

    def planned(rows, *, by="truong_phong_xa", kind="commune", answers=None, fixes=None):
        content = rows if isinstance(rows, bytes) else workbook(rows, kind=kind)
        read = read_for_import(content, "tep.xlsx", kind, fixes=fixes)
        return plan_import(getattr(cast, by), read, today=NOW.date(), answers=answers)

    return planned


@pytest.fixture
def send(cast):
    """Import these rows: `send(rows, by="truong_phong_xa")`; raises CannotImport."""

    def sent(rows, *, by="truong_phong_xa", kind="commune", filename="tep.xlsx", **options):
        actor = getattr(cast, by)
        content = rows if isinstance(rows, bytes) else workbook(rows, kind=kind)
        upload = receive_workbook(actor=actor, content=content, filename=filename, kind=kind, now=NOW)
        return import_workbook(actor=actor, upload=upload, now=NOW, **options)

    return sent
