"""What a moderator is shown: the kind, the term and its place in the text that is kept."""

import time

import pytest
from django.core.management import CommandError, call_command

from truongan.comments.judging import BrokenTerms, judge, terms_of
from truongan.comments.judging.judgement import LONGEST

pytestmark = pytest.mark.usefixtures("_own_home")


@pytest.fixture
def _own_home(settings, tmp_path):
    settings.HOME = tmp_path


def _found(text: str, kind: str, **more) -> list[str]:
    judged = judge(text, **more)
    found = [flag for flag in judged.flags if flag.kind == kind and not flag.in_name]
    assert all(flag.term == judged.text[flag.start : flag.end] for flag in found)
    return [flag.term for flag in found]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Đồ ngu kia", "Đồ ngu"),
        ("n g u quá trời", "n g u"),
        ("n.g.u quá trời", "n.g.u"),
        ("ng u quá trời", "ng u"),
        ("thật là nguuuuu", "nguuuuu"),
        ("đ.m mày nhé", "đ.m"),
        ("Đ M thằng kia", "Đ M"),
        ("đúng là lồ n", "lồ n"),
        ("con c4c này", "con c4c"),
        ("hay vcl luôn", "vcl"),
        ("hay v c l luôn", "v c l"),
        ("đ*o hiểu gì", "đ*o"),
        ("cái l*n gì thế", "l*n"),
        ("đ!t thế", "đ!t"),
        ("thế là đіt mẹ", "đіt mẹ"),  # Cyrillic і
        ("Ｎｇｕ thật", "Ｎｇｕ"),
        ("n\u200bgu thật", "ngu"),
        ("đồ óc  chó", "óc chó"),
        ("tao giết mày", "giết mày"),
    ],
)
def test_a_term_is_found_in_its_disguises(text, term):
    assert _found(text, "tu-ngu") == [term]


@pytest.mark.parametrize(
    "text",
    [
        "Chúc bé ngủ ngon, Nguyên nhé",
        "Ngữ văn và ngư dân trong ngục",
        "Các con học bài các môn",
        "Lớp A, B, C, D, M",
        "Giá vé 50.000 đ m nhé",
        "Lớn lên con làm công an",
        "Cô đeo kính dẻo",
        "Anh ngu ngơ quá",
        "*Rất* hay **thật**",
        "Con lợn nhà em nặng 50 kg",
        "Đường dài 5 đ/m",
        "vui chết đi được",
    ],
)
def test_innocent_words_are_left_alone(text):
    assert _found(text, "tu-ngu") == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Xem https://a.vn/x?y=1 nhé", "https://a.vn/x?y=1"),
        ("Vào abc-xyz.com nhé", "abc-xyz.com"),
        ("Nhóm zalo.me/g/abc đây", "zalo.me/g/abc"),
        ("Vào abc chấm com nhé", "abc chấm com"),
        ("Vào abc[.]com nhé", "abc[.]com"),
    ],
)
def test_links_and_bare_domains_are_found(text, term):
    assert _found(text, "lien-ket") == [term]


@pytest.mark.parametrize(
    "text", ["Hay quá.Em thích lắm", "Cao 1.5m, lớp 5A1.", "Ngày 16.09.2021", "Gửi a.b@truong.edu.vn"]
)
def test_points_are_not_links(text):
    assert _found(text, "lien-ket") == []


@pytest.mark.parametrize(
    "term",
    [
        "0912345678",
        "0912.345.678",
        "0912 345 678",
        "0 9 1 2 3 4 5 6 7 8",
        "+84 912 345 678",
        "0204 3855 666",
        "o912345678",
    ],
)
def test_telephone_numbers_are_found_however_spaced(term):
    assert _found(f"Gọi {term} nhé, mấy giờ cũng được", "dien-thoai") == [term]


def test_identity_numbers_are_found_and_money_is_not():
    assert _found("Căn cước 024098001234 của tôi", "so-giay-to") == ["024098001234"]
    assert _found("Chứng minh 121234567 của tôi", "so-giay-to") == ["121234567"]
    assert _found("Kinh phí 123456789 đồng và 150.000.000 đ", "so-giay-to") == []
    assert _found("Gọi 0912345678 nhé", "so-giay-to") == []


def test_mail_addresses_are_found():
    assert _found("Gửi a.b@truong.edu.vn nhé", "thu-dien-tu") == ["a.b@truong.edu.vn"]


def test_repeats_of_others_and_of_itself_are_found():
    assert _found("Bài hay quá!", "lap-lai", recent=["bai  hay qua"]) == ["Bài hay quá!"]
    assert _found("hay hay hay hay hay thật", "lap-lai") == ["hay hay hay hay hay"]
    assert _found("Tốt lắm nhé. Tốt lắm nhé! Tốt lắm nhé", "lap-lai") == ["Tốt lắm nhé"]
    assert _found("Bài hay quá!", "lap-lai", recent=["Bài dở quá!"]) == []


def test_shouting_and_disguised_letters_are_found():
    assert _found("Giỏi quá!!!!!!", "chu-hoa") == ["!!!!!!"]
    assert [flag.kind for flag in judge("RẤT MONG NHÀ TRƯỜNG QUAN TÂM").flags] == ["chu-hoa"]
    assert _found("thế là đіt", "chu-gia") == ["đіt"]
    assert _found("Tiếng Đức có chữ ö", "chu-gia") == []


def test_a_name_is_looked_at_for_what_it_carries_but_not_for_marks():
    judged = judge("Bài viết hay", name="Ngu 0912345678")
    assert {(flag.kind, flag.term) for flag in judged.flags if flag.in_name} == {
        ("tu-ngu", "Ngu"),
        ("dien-thoai", "0912345678"),
    }
    assert judge("Bài viết hay", name="Nguyen Thi Hoa").flags == ()


def test_an_installation_adds_terms_and_harmless_phrases_of_its_own(tmp_path):
    own = tmp_path / "comments" / "terms.toml"
    own.parent.mkdir()
    own.write_text('ours = ["cá tháng tư"]\nallowed = ["đồ ngu kia"]\n', encoding="utf-8")
    assert _found("Đúng là cá tháng tư", "tu-ngu") == ["cá tháng tư"]
    assert _found("đồ ngu kia", "tu-ngu") == []
    assert _found("đồ ngu", "tu-ngu") == ["đồ ngu"]


@pytest.mark.parametrize("content", ["ours = [", 'ours = "một từ"', "ours = [1]", 'ours = [" "]'])
def test_a_broken_list_of_an_installation_is_reported_and_turns_nobody_away(tmp_path, content, caplog):
    own = tmp_path / "comments" / "terms.toml"
    own.parent.mkdir()
    own.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenTerms, match="Danh sách từ"):
        terms_of(own)
    assert _found("đồ ngu", "tu-ngu") == ["đồ ngu"]
    assert "Danh sách từ terms.toml" in caplog.text
    with pytest.raises(CommandError, match="Danh sách từ"):
        call_command("portal", "check-comments", str(own))


def test_what_is_kept_has_nothing_invisible_in_it():
    assert judge("a\u0300 \u202eđảo\u202c  chữ\u200b\x00\r\n\n\n\nhết\ufeff").text == "à đảo chữ\n\nhết"


def test_more_than_anybody_reads_is_refused_with_its_length():
    judged = judge("Trường đẹp lắm. " * 70_000)
    assert [reason.code for reason in judged.reasons] == ["qua-dai"]
    assert "10.000" in judged.reasons[0].message


_FLOODS = ["đ*", "n g u ", "a.", "a@", "a-", "0 1 2 ", "đ(", "ab chấm ", "http", "ngu.", "[.]", "!", "0912 345 "]


@pytest.mark.parametrize("part", _FLOODS)
def test_time_grows_with_the_length_and_no_faster(part):
    """Four times the text takes about four times as long, not sixteen; processor time, since others share the machine."""
    small, large = (
        min(_seconds((part * LONGEST)[:length]) for _try in range(3)) for length in (LONGEST // 4, LONGEST)
    )
    assert large <= 9 * small + 0.05


def _seconds(text: str) -> float:
    begun = time.process_time()
    judge(text)
    return time.process_time() - begun


def test_a_megabyte_of_marks_on_one_letter_is_no_burden():
    begun = time.process_time()
    assert len(judge("a" + "\u0301\u0323" * 500_000).text) <= 4
    assert time.process_time() - begun < 3
