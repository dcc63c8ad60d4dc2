"""The detector judges a comment as a whole, and how well is measured on sentences that did not build it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.comments.judging.sentences import bare, sentences, slips, stripped
from truongan.comments.judging import judge

HELD_OUT = sentences("heldout")


def _refused(text: str) -> bool:
    judged = judge(text)
    assert judged.accepted == (not judged.reasons)
    return [reason.code for reason in judged.reasons] == ["khong-dau"]


def _share_refused(texts) -> float:
    texts = list(texts)
    return sum(map(_refused, texts)) / len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "Cho em xin đi học",
        "Ai lo cho em",
        "Hay",
        "Lan Anh",
        "Nam",
        "Em xin cho con em nghe",
        "Mai con thi xong ba cho con ra xem phim nha",
        "Nguyễn Văn An",
        "Đắk Lắk",
        "H'Hen Niê",
        "10 điểm",
        "2021",
        "Chương III",
        "VII",
        "Pleiku, Kon Tum, Gia Lai",
        "👍",
        "hoà bình, hòa bình",
        "Sức khoẻ của quí thầy cô",
        "CẢM ƠN THẦY CÔ",
        "Hayyyy quáááá",
        "Cảm ơn cac thầy cô đã giúp đỡ các cháu",
        "Xem ở https://toi-rat-dong-y.vn/bai-viet-nay nhé",
    ],
)
def test_correct_vietnamese_is_taken_however_few_marks_it_has(text):
    assert not _refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "Toi rat đồng ý voi bai viet nay",
        "toi rat dong y voi bai viet nay",
        "TOI RAT DONG Y VOI BAI VIET NAY",
        "Cho em xin di hoc",
        "hay qua",
        "cam on thay co",
        "Rat hay",
        "hom nay hoc gi",
        "ko hieu gi ca",
        "Toi la hoc sinh truong THCS Anh Duong, em rất vui",
        "Toooi raaat dooong y voi baaai nay",
        "T\u200bo\u200bi r\u200ba\u200bt d\u200bo\u200bn\u200bg y v\u200bo\u200bi bai viet nay",
        "Rât hay, tôi rât thich bai viêt nay",
    ],
)
def test_vietnamese_without_its_marks_is_refused(text):
    assert _refused(text)


def test_the_refusal_is_kind_and_shows_how_to_write():
    [reason] = judge("Toi rat dong y voi bai viet nay").reasons
    assert reason.message.startswith("Xin bạn gõ tiếng Việt có dấu")
    assert "“Tôi rất đồng ý với bài viết này”" in reason.message
    text = judge("Thầy ơi, toi rat thich bai viet nay").text
    [reason] = judge(text).reasons
    assert reason.term == text[reason.start : reason.end] != ""


def test_nothing_written_is_refused_as_such():
    assert [judge(text).reasons[0].code for text in ("", "  \n", "\u200b\u202e")] == ["trong"] * 3


@pytest.mark.parametrize(
    "text", ["Very good school indeed", "这个学校很好", "C'est une très bonne école", "Спасибо большое"]
)
def test_of_another_language_nothing_is_claimed_but_a_moderator_is_told(text):
    judged = judge(text)
    assert judged.accepted
    assert "khong-ro-tieng" in [flag.kind for flag in judged.flags]


def test_doubt_is_shown_to_the_moderator():
    assert [flag.kind for flag in judge("Em tin thay").flags] == ["nghi-thieu-dau"]


def test_decomposed_letters_give_the_same_judgement():
    differing = [text for text in HELD_OUT if judge(text) != judge(unicodedata.normalize("NFD", text))]
    assert differing == []


def test_the_held_out_sentences_are_many_and_not_those_it_was_tuned_on():
    assert len(HELD_OUT) >= 400
    assert {bare(text).lower() for text in HELD_OUT}.isdisjoint({bare(text).lower() for text in _practice_long()})


def _practice_long() -> list[str]:
    return [text for text in sentences("practice") if len(text.split()) > 2]  # everybody writes "Cảm ơn"


# Measured values stand in docs/explanation/comment-language.md; the floors leave a little room for better tables.
def test_correct_sentences_are_hardly_ever_refused():
    assert _share_refused(HELD_OUT) <= 0.01
    assert _share_refused(text.upper() for text in HELD_OUT) <= 0.01
    assert _share_refused(text.lower() for text in HELD_OUT) <= 0.01


def test_a_slip_in_a_longer_sentence_is_forgiven():
    assert _share_refused(slips("heldout")) <= 0.02


@pytest.mark.parametrize(("share", "floor"), [(1, 0.93), (0.8, 0.95), (0.6, 0.85)])
def test_sentences_without_most_of_their_marks_are_refused(share, floor):
    assert _share_refused(stripped("heldout", share)) >= floor


def test_other_languages_are_hardly_ever_called_vietnamese_without_marks():
    assert _share_refused(sentences("foreign")) <= 0.05


@given(st.lists(st.sampled_from([text for text in HELD_OUT if len(text) > 60]), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_long_correct_text_is_taken_and_refused_once_stripped(texts):
    whole = "\n".join(texts)
    assert not _refused(whole)
    assert _refused(bare(whole))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_judgement_whose_places_are_true(text):
    judged = judge(text, name=text[:40], recent=[text])
    assert judge(judged.text).text == judged.text
    for found in (*judged.reasons, *(flag for flag in judged.flags if not flag.in_name)):
        assert found.term == judged.text[found.start : found.end]
