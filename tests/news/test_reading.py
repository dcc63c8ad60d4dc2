"""What readers get: published pages alone, with their dates, pictures and files."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.news.samples import live, make_photo
from truongan.audit.models import Entry
from truongan.news.dates import article_dateline
from truongan.news.models import Article, NewsIndex, Section


def test_an_article_is_read_under_its_section_with_its_date_line(written, client):
    article = written("Hơn một tháng, đường đến trường", body=[("text", "<p>Mỗi trường một điểm tựa.</p>")])
    assert article.get_absolute_url() == article.url == "/tin-tuc/phong-trao/hon-mot-thang-duong-den-truong/"

    page = client.get(article.url).content.decode()

    assert "(Thứ ba, 14/09/2021, 05:47 pm GMT+7)" in page
    assert "Mỗi trường một điểm tựa." in page
    assert "csrfmiddlewaretoken" not in page  # answers everybody alike


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        (datetime(2021, 9, 14, 10, 47, tzinfo=UTC), "(Thứ ba, 14/09/2021, 05:47 pm GMT+7)"),
        (datetime(2025, 9, 3, 17, 0, tzinfo=UTC), "(Thứ năm, 04/09/2025, 12:00 am GMT+7)"),
        (datetime(2025, 9, 4, 5, 5, tzinfo=UTC), "(Thứ năm, 04/09/2025, 12:05 pm GMT+7)"),
    ],
)
def test_date_lines_are_in_viet_nams_time(moment, line):
    assert article_dateline(moment) == line


def test_drafts_are_404_for_everybody_and_every_wrong_address(written, client, cast):
    draft = written("Chưa đăng", published=False)
    client.force_login(cast.quantri)
    for address in (draft.url, "/tin-tuc/phong-trao/khong-co/", "/tin-tuc/a/b/c/d/", "/tin-tuc/khong-co/"):
        assert client.get(address).status_code == 404, address


def test_an_unpublished_article_leaves_the_lists_and_its_address(written, client):
    article = written()
    assert article.title in client.get("/tin-tuc/").content.decode()
    article.unpublish()
    assert client.get(article.url).status_code == 404
    assert article.title not in client.get("/tin-tuc/").content.decode()


def test_what_is_written_over_a_published_article_is_not_read_before_it_is_published(written, client):
    article = written("Bản đã đăng")
    article.title = "Bản đang sửa"
    article.save_revision()
    assert "Bản đã đăng" in client.get(article.url).content.decode()


def test_lists_stand_newest_first_by_the_date_line_and_turn_pages(written, client):
    for number in range(22):
        written(f"Bài số {number:02d}", now=datetime(2026, 1, 1 + number, 8, tzinfo=UTC))
    first, second = (
        client.get("/tin-tuc/").content.decode(),
        client.get("/tin-tuc/phong-trao/?trang=2").content.decode(),
    )
    assert first.index("Bài số 21") < first.index("Bài số 20")
    assert "Bài số 01" not in first
    assert "Bài số 00" in second


def test_an_address_of_before_a_move_leads_to_the_new_one(written, client):
    article = written("Bài sẽ chuyển")
    other = NewsIndex.objects.get().add_child(instance=Section(title="An toàn giao thông", slug="giao-thong"))
    old = article.url
    article.move(other, pos="last-child")
    moved = Article.objects.get(pk=article.pk)

    answer = client.get(old)

    assert (answer.status_code, answer["Location"]) == (301, "/tin-tuc/giao-thong/bai-se-chuyen/")
    assert client.get(moved.get_absolute_url()).status_code == 200


def test_pictures_are_served_as_renditions_while_a_published_page_shows_them(written, client):
    photo = make_photo()
    block = {"photo": photo.pk, "alt": "Học sinh vào trường", "caption": "Buổi sáng đầu tiên", "credit": ""}
    article = written(body=[("photo", block)], published=True)
    page = client.get(article.url).content.decode()
    address = photo.renditions.get(filter_spec="width-480|format-avif").url

    assert address in page
    assert 'alt="Học sinh vào trường"' in page
    assert "Ảnh: Minh Khôi" in page
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/avif")
    assert "max-age=604800" in answer["Cache-Control"]
    answer.getvalue()
    assert "originals" not in page
    assert client.get(reverse("news:picture", args=[photo.filename])).status_code == 404

    article.unpublish()
    assert client.get(address).status_code == 404


def test_editors_see_the_pictures_of_drafts(client, cast):
    photo = make_photo()
    address = photo.get_rendition("width-480|format-webp").url
    assert client.get(address).status_code == 404
    client.force_login(cast.hieu_truong)
    assert client.get(address).status_code == 404
    client.force_login(cast.can_bo_tinh)
    client.get("/bien-tap/")
    answer = client.get(address)
    assert answer.status_code == 200
    answer.getvalue()


def test_a_cold_article_costs_a_dozen_queries(written, client, register, django_assert_max_num_queries):
    photos = [make_photo(f"Ảnh {number}") for number in range(4)]
    for number in range(5):
        written(f"Bài khác {number}", cover=photos[0])
    shown = [{"photo": photo.pk, "alt": "Ảnh", "caption": "", "credit": ""} for photo in photos]
    codes = ("schemes.count", "teams.count", "teams.memberships", "groups.count", "groups.memberships")
    sentences = "".join(f"<p>Có {live(code, '2026-02-01')}.</p>" for code in codes)
    article = written(
        "Bài đủ phần",
        body=[("text", sentences), ("photo", shown[0]), ("gallery", {"photos": shown})],
        topics=["Cổng trường"],
    )
    client.get(article.url)  # makes the renditions, as the job after publishing does

    with django_assert_max_num_queries(12):  # 8 for the article and its figures, the others for what stands below it
        page = client.get(article.url).content.decode()

    assert page.count('class="fig"') == 10  # in the text and beside it


def test_what_happens_to_pages_is_in_the_record(written):
    article = written("Bài có vết")
    article.unpublish()
    target = Entry.objects.filter(verb="news.page.published").get().target
    article.delete()
    assert list(Entry.objects.filter(target=target).order_by("pk").values_list("verb", flat=True)) == [
        "news.page.created",
        "news.page.published",
        "news.page.unpublished",
        "news.page.deleted",
    ]
