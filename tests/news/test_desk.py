"""The editors' screens: who comes in, what they may upload there, and what the browser may run."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import URLPattern
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from tests.factories import make_user
from tests.news.samples import make_photo, picture_bytes, uploaded
from truongan.accounts.models import Appointment
from truongan.news import editors_urls
from truongan.news.actions import ensure_places, refresh_groups, refresh_groups_of_everybody
from truongan.news.desk import is_widget_of_wagtail
from truongan.news.models import Article, NewsIndex, Photo, Section
from truongan.news.rules import AUTHORS, EDITORS, GROUPS, PUBLISHERS, may_publish, may_write_in

DAY = date(2026, 11, 22)
INSIDE = {"quantri", "can_bo_tinh"}


def addresses(patterns, prefix="/bien-tap/"):
    """Every address of the editors' screens that needs no argument."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if "<" not in route and "(" not in route and "$" not in route:
                yield prefix + route
        elif "<" not in route:
            yield from addresses(pattern.url_patterns, prefix + route)


@pytest.mark.parametrize("who", ["anonymous", "so_gd", "cong_an_xa", "truong_phong_xa", "hieu_truong", "y_te_xa"])
def test_nobody_without_a_provincial_post_that_writes_comes_in(cast, as_, who):
    browser, walked = as_(who), list(addresses(editors_urls.urlpatterns))
    assert len(walked) > 50
    open_to_all = {
        "/bien-tap/jsi18n/",
        "/bien-tap/sprite/",
        "/bien-tap/login/",
        "/bien-tap/logout/",
        "/bien-tap/account/",
    }
    for address in set(walked) - open_to_all:
        answer = browser.get(address)
        refused = (302, 404) if who == "anonymous" else (403, 404)  # who is signed in is not sent to sign in
        assert answer.status_code in refused, (address, answer.status_code)
        assert b"w-sidebar" not in answer.content


def test_a_stranger_signs_in_at_the_one_door(client):
    assert client.get("/bien-tap/")["Location"] == "/dang-nhap/?next=/bien-tap/"
    assert client.get("/bien-tap/account/")["Location"] == "/lam-viec/tai-khoan/"  # the product's own
    assert client.get("/bien-tap/login/?next=/bien-tap/")["Location"] == "/dang-nhap/?next=/bien-tap/"


@pytest.mark.parametrize(
    "path",
    [
        "users/",
        "groups/",
        "sites/",
        "locales/",
        "account/change_password/",
        "password_reset/",
        "pages/2/privacy/",
        "collections/1/privacy/set/",
    ],
)
def test_accounts_sites_and_closed_pages_are_kept_elsewhere_or_nowhere(as_, path):
    assert as_("quantri").get(f"/bien-tap/{path}").status_code == 404


@pytest.mark.parametrize("address", ["/bien-tap/", "/bien-tap/pages/", "/bien-tap/images/", "/bien-tap/documents/"])
def test_officers_of_the_movement_work_there_in_vietnamese(cast, as_, address):
    answer = as_("can_bo_tinh").get(address, follow=True)
    assert answer.status_code == 200
    assert '<html lang="vi"' in answer.content.decode()


def test_posts_decide_who_writes_edits_and_publishes(cast):
    section = Section.objects.get(slug="phong-trao")
    author = make_user("so-gd-viet", cast.education_department, "editor")
    editor = make_user("ca-tinh-viet", cast.province_police, "editor")
    wanted = {
        author: {AUTHORS},
        editor: {AUTHORS, EDITORS},
        cast.can_bo_tinh: set(GROUPS),
        cast.so_gd: set(),
        cast.truong_phong_xa: set(),
        cast.hieu_truong: set(),
    }
    for user, groups in wanted.items():
        assert refresh_groups(user=user, day=DAY) == groups
        assert set(user.groups.values_list("name", flat=True)) == groups
        assert (may_write_in(user, section), may_publish(user, section)) == (bool(groups), PUBLISHERS in groups)


def test_a_post_that_ended_opens_nothing_the_next_day(cast, as_):
    browser = as_("can_bo_tinh")
    assert browser.get("/bien-tap/").status_code == 200
    Appointment.objects.filter(person=cast.can_bo_tinh.person).update(valid_to=date(2026, 1, 1))
    assert browser.get("/bien-tap/").status_code == 403
    assert not cast.can_bo_tinh.groups.filter(name__in=GROUPS).exists()


def test_everybodys_groups_are_refreshed_each_night(cast):
    cast.hieu_truong.groups.add(Group.objects.get(name=PUBLISHERS))
    assert refresh_groups_of_everybody(day=DAY) == 2  # quantri and can_bo_tinh hold the province's posts
    assert not cast.hieu_truong.groups.exists()


def test_places_are_made_once(cast):
    before = (NewsIndex.objects.count(), Section.objects.count(), Group.objects.count())
    ensure_places()
    assert (NewsIndex.objects.count(), Section.objects.count(), Group.objects.count()) == before


def test_the_policy_lets_no_inline_code_in_but_wagtails_own_widgets(as_, cast):
    section = Section.objects.get(slug="phong-trao")
    answer = as_("can_bo_tinh").get(f"/bien-tap/pages/add/news/article/{section.pk}/")
    policy = answer["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts.startswith("script-src 'self' 'sha256-")
    assert "unsafe" not in scripts
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ('new PageChooser("id_x", {"modalUrl": "/bien-tap/choose-page/"});', True),
        ('initDateChooser("id_x", {"format": "Y-m-d"});', True),
        ('new PageChooser("id_x", {"a": alert(1)});', False),
        ('new PageChooser("id_x", {});alert(1);', False),
        ("alert(1)", False),
        ('new PageChooser("a", {}); new PageChooser("b", {"x": 1});', False),
    ],
)
def test_only_a_widget_made_of_plain_data_counts_as_one(code, allowed):
    assert is_widget_of_wagtail(code) is allowed


def test_two_articles_of_one_title_are_told_so(as_, cast, written):
    section = Section.objects.get(slug="phong-trao")
    written("Bài trùng tên")
    given = {
        "title": "Bài trùng tên", "slug": "bài-trùng-tên", "lead": "Câu đầu.", "body-count": "0",
        "relations-TOTAL_FORMS": "0", "relations-INITIAL_FORMS": "0", "relations-MIN_NUM_FORMS": "0", "relations-MAX_NUM_FORMS": "6",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    answer = as_("can_bo_tinh").post(f"/bien-tap/pages/add/news/article/{section.pk}/", given)
    assert answer.status_code == 200
    assert Article.objects.filter(title="Bài trùng tên").count() == 1


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("hinh.svg", SVG, "image/svg+xml"),
        ("hinh.png", SVG, "image/png"),
        ("hinh.jpg", b"<html><script>alert(1)</script>", "image/jpeg"),
        ("hinh.jpg", picture_bytes()[:300], "image/jpeg"),
        ("hinh.gif", picture_bytes("GIF"), "image/gif"),
        ("bom.png", picture_bytes("PNG", (20_000, 7_000)), "image/png"),  # 140 million pixels in a few kilobytes
        ("hinh.jpg", b"", "image/jpeg"),
    ],
)
def test_what_is_no_picture_is_refused(cast, as_, name, content, content_type):
    answer = as_("can_bo_tinh").post(
        "/bien-tap/images/add/", {"title": "Ảnh", "file": uploaded(name, content, content_type), "collection": "1"}
    )
    assert answer.status_code == 200  # the form again, with its reason
    assert not Photo.objects.exists()


def test_a_picture_loses_what_the_camera_wrote(cast, as_):
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của ai đó"
    sent = uploaded("anh.jpg", picture_bytes(exif=exif))
    as_("can_bo_tinh").post("/bien-tap/images/add/", {"title": "Ảnh", "file": sent, "collection": "1"})
    kept = Photo.objects.get()
    with Image.open(kept.file.path) as opened:
        assert not opened.getexif()
    assert kept.file.name.startswith("news/originals/")
    assert "anh" not in kept.file.name


@pytest.mark.parametrize("name", ["so.exe", "trang.html", "gia.pdf"])
def test_files_that_lie_about_their_type_are_refused(cast, as_, name):
    given = {"title": "Tệp", "file": uploaded(name, b"MZ not a document", "application/pdf"), "collection": "1"}
    assert as_("can_bo_tinh").post("/bien-tap/documents/add/", given).status_code == 200
    assert not get_document_model().objects.exists()


def test_the_way_around_the_checked_form_is_closed(as_):
    for path in (
        "images/multiple/create_from_uploaded_image/1/",
        "documents/multiple/create_from_uploaded_document/1/",
    ):
        assert as_("quantri").post(f"/bien-tap/{path}").status_code == 404


def test_authors_add_pictures_and_do_not_change_those_of_others(cast):
    author = make_user("so-gd-viet", cast.education_department, "editor")
    refresh_groups(user=author, day=DAY)
    policy = policy_registry.get_by_type(Photo)
    assert policy.user_has_permission(author, "add")
    assert not policy.user_has_permission_for_instance(author, "change", make_photo())


def test_the_list_of_the_trees_root_opens_for_the_administrator(as_):
    answer = as_("quantri").get("/bien-tap/pages/", follow=True)
    assert answer.status_code == 200
    assert as_("quantri").get("/bien-tap/sites/").status_code == 404
