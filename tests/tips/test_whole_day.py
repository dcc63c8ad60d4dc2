"""A day through the screens, jobs included: nothing of it stands in clear anywhere a copy would be taken of."""

import base64
import io
import re
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.tips.making import PASSPHRASE, TEXT, picture, two_levels
from tests.tips.test_dump import everything
from tests.tips.test_pages import receipt_in, send, unlock, walk
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.tips import jobs
from truongan.tips.models import Tip

pytestmark = pytest.mark.django_db
SAID = ("Thêm một việc nữa", "Chúng tôi đã nhận tin", "Gặp riêng hiệu trưởng")


@pytest.fixture
def places(settings, tmp_path, monkeypatch) -> Path:
    """Everywhere a program may write: uploads, temporary files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


def large_picture() -> bytes:
    """Above the size from which Django writes uploads to the disk."""
    target = io.BytesIO()
    Image.effect_noise((2200, 1800), 90).save(target, "JPEG", quality=95)
    assert target.tell() > 2_621_440
    return target.getvalue()


def a_day(cast, as_) -> tuple[str, list[str]]:
    """What somebody confides, what officers do with it, and the jobs: the receipt, and what browsers alone hold."""
    walk(Client(), cast)
    receipt = receipt_in(send(Client(), cast, pictures=SimpleUploadedFile("to.jpg", large_picture())))
    jobs.tell_handlers(0)
    jobs.tidy(0)
    tip = Tip.objects.order_by("pk").last()
    officer = as_("cong_an_xa")
    secret = unlock(officer).cookies["tips_key"].value
    for name, words in (
        ("reply", {"tra-loi-text": SAID[1]}),
        ("note", {"ghi-chu-text": SAID[2]}),
        ("state", {"state": "in_progress"}),
    ):
        assert officer.post(reverse(f"tips_desk:{name}", args=[tip.pk]), words).status_code == 303
    officer.get(tip.get_absolute_url())
    officer.get(reverse("tips_desk:file", args=[tip.pk, tip.files.get().pk]))
    forward = {"organization": cast.province_police.pk, "keeps_access": "on"}
    assert officer.post(reverse("tips_desk:forward", args=[tip.pk]), forward).status_code == 303
    page = Client().post(reverse("tips:follow"), {"receipt": receipt}).content.decode()
    [ticket] = re.findall(r'name="ticket" value="([^"]+)"', page)
    jobs.tell_handlers(0)
    jobs.delete_due(0)
    return receipt, [secret, ticket]


def test_a_day_leaves_nothing_in_clear(cast, as_, places):
    two_levels(cast)
    receipt, held_by_browsers = a_day(cast, as_)
    stored = b"\n".join(everything())
    digits = receipt.replace(" ", "")
    for words in (TEXT, *SAID, receipt, digits, PASSPHRASE, *held_by_browsers, "to.jpg", "cua-toi.jpg"):
        plain = words.encode()
        forms = (plain, plain.hex().encode(), base64.b64encode(plain)[:-4], words.encode("unicode_escape"))
        assert not any(form in stored for form in forms), words
    assert picture()[20:60] not in stored
    # The search meets what the day did leave: the tables it could have stood in are not empty.
    assert Notice.objects.exists()
    assert Entry.objects.filter(verb__startswith="tips.").exists()


def test_a_day_leaves_no_file_anywhere(cast, as_, places):
    two_levels(cast)
    a_day(cast, as_)
    assert [each for each in places.rglob("*") if each.is_file()] == []


def test_no_session_of_whoever_confides_and_nothing_of_tips_in_one_of_an_officer(cast, as_, places):
    two_levels(cast)
    receipt, held_by_browsers = a_day(cast, as_)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        sessions = [data for (data,) in cursor.fetchall()]
        cursor.execute("SELECT value FROM config_cache")
        kept = b"".join(base64.b64decode(value) for (value,) in cursor.fetchall())
    assert len(sessions) == 1  # the officer's
    for words in (TEXT, receipt, *held_by_browsers):
        assert words.encode() not in kept


def test_a_copy_of_the_database_is_searched_whole(cast):
    """The search reads one schema: there is no other of ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT schemaname FROM pg_tables WHERE schemaname NOT LIKE 'pg_%'")
        schemas = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT count(*) FROM pg_largeobject_metadata")
        assert cursor.fetchone() == (0,)
    assert schemas <= {"public", "information_schema"}


@pytest.mark.parametrize("name", ["start", "place", "follow", "numbers"])
def test_no_page_of_tips_is_kept_for_others(cast, name):
    """A page the cache in front keeps says so in its plan."""
    assert not hasattr(Client().get(reverse(f"tips:{name}")), "page_plan")
    assert hasattr(Client().get(reverse("support:home")), "page_plan")
