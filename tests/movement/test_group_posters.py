"""A poster of a group is one page that says what to scan; without a good link the page says what is missing."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import make_group

LINK = "https://zalo.me/g/abcxyz123"


def _get(browser, group, paper="a4", **more):
    return browser.get(reverse("movement:group_poster", args=[group.pk, paper]), **more)


def _pages(response):
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content)).pages


def _saved(group, **fields):
    for name, value in fields.items():
        setattr(group, name, value)
    group.save()
    return group


@pytest.mark.parametrize(("paper", "width"), [("a4", 210), ("a5", 148)])
def test_a_poster_is_one_page_of_its_paper(cast, as_, paper, width):
    group = _saved(make_group(organization=cast.school), name="Nhóm cổng trường", purpose="Báo tin sớm", link=LINK)

    (page,) = _pages(_get(as_("giao_vien"), group, paper))

    text = page.extract_text()
    for said in ("Nhóm cổng trường", "Báo tin sớm", cast.school.name, LINK, "quét mã", "113, 114, 115"):
        assert said in text
    assert "minh họa" not in text
    assert round(float(page.mediabox.width) / 72 * 25.4) == width


def test_in_the_demonstration_it_says_so(cast, as_, settings):
    settings.DEMO = True
    group = _saved(make_group(organization=cast.school), link=LINK)

    assert "Dữ liệu minh họa" in _pages(_get(as_("giao_vien"), group))[0].extract_text()


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_the_longest_words_stay_on_one_page(cast, as_, settings, paper):
    settings.DEMO = True
    group = _saved(
        make_group(organization=cast.school), name=("Trường học " * 20)[:200].strip(),
        purpose=("an toàn của em " * 20).strip(), link=(LINK + "/abc?d=" + "x" * 300)[:300],
    )  # fmt: skip

    assert len(_pages(_get(as_("giao_vien"), group, paper))) == 1


@pytest.mark.parametrize(
    ("link", "words"), [("", "chưa ghi đường dẫn tham gia"), ("http://zalo.me/g/abc", "phải bắt đầu bằng https://")]
)
def test_without_a_good_link_it_says_what_is_missing(cast, as_, link, words):
    group = _saved(make_group(organization=cast.school), link=link)

    response = _get(as_("giao_vien"), group, follow=True)

    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert words in response.content.decode()


def test_other_papers_and_strangers_find_nothing(cast, as_):
    group = _saved(make_group(organization=cast.school), link=LINK)

    assert _get(as_("giao_vien"), group, "a3").status_code == 404
    assert _get(as_("hieu_truong_khac"), group).status_code == 404
