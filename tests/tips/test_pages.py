"""Pages of those who confide, through the browser's eyes: what they send, what they leave behind."""

import io
import logging
import re
import struct
import zlib
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_organization
from tests.tips.making import NOW, PASSPHRASE, TEXT, commune, handler, keeper, keys_by, picture, tell, two_levels
from tests.tips.test_dump import everything
from truongan.channels.models import Notice
from truongan.config.management.commands import serve
from truongan.kernel import clock
from truongan.tips.models import Pressure, Tip, TipFile, TipOfficer, UnitKeyShare
from truongan.tips.public import InMemory
from truongan.tips.rings import opened_file, story_of
from truongan.web.form_guard import new_token

pytestmark = pytest.mark.django_db
CLIENT = {
    "REMOTE_ADDR": "203.0.113.7",
    "HTTP_USER_AGENT": "TrinhDuyetLa/9.9",
    "HTTP_REFERER": "https://noi-khac.example/",
}


@pytest.fixture
def ready(cast):
    two_levels(cast)
    return cast


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True, **CLIENT)


def send(browser: Client, cast, **changed):
    given = {
        "topic": "staff", "unit": commune(cast).pk, "text": TEXT, "form_token": new_token("tips.send", clock.now()),
        **changed,
    }  # fmt: skip
    return browser.post(reverse("tips:send"), given)


def receipt_in(answer) -> str:
    [found] = re.findall(r"<code>([\d ]{19})</code>", answer.content.decode())
    return found


def walk(browser: Client, cast) -> list:
    """Everything somebody does: reads, chooses, writes, sends, returns, writes more, mistypes."""
    answers = [browser.get(reverse(f"tips:{name}")) for name in ("start", "place", "follow", "numbers")]
    answers.append(browser.post(reverse("tips:place"), {"province": commune(cast).parent_id}))
    choice = {"province": commune(cast).parent_id, "topic": "staff", "unit": commune(cast).pk}
    answers.append(browser.post(reverse("tips:place"), choice))
    sent = send(browser, cast, pictures=SimpleUploadedFile("cua-toi.jpg", picture()))
    answers.append(sent)
    page = browser.post(reverse("tips:follow"), {"receipt": receipt_in(sent)})
    answers.append(page)
    hidden = dict(re.findall(r'name="(code|ticket|form_token)" value="([^"]+)"', page.content.decode()))
    answers.append(browser.post(reverse("tips:add"), {**hidden, "text": "Thêm một việc nữa"}))
    answers.append(browser.post(reverse("tips:follow"), {"receipt": "0000 0000 0000 0000"}))
    answers.append(browser.get("/to-giac/khong-co/"))
    return answers


def test_somebody_confides_and_reads_on_with_the_receipt(ready, stranger):
    answers = walk(stranger, ready)
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 200, 200, 200, 200, 200, 422, 404]
    conversation = answers[8].content.decode()
    assert TEXT in conversation
    assert "Thêm một việc nữa" in conversation
    tip = Tip.objects.get()
    assert (tip.holder, tip.messages.count(), tip.files.count()) == (ready.commune_police, 1, 1)
    _tip, keys = keys_by(receipt_in(answers[6]).replace(" ", ""))
    assert b"MayChupBiMat" not in opened_file(TipFile.objects.get(), keys)[0]


def test_no_line_of_the_log_and_no_cookie_tells_of_it(ready, stranger, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    walk(stranger, ready)
    told = " ".join(f"{each.getMessage()} {each.__dict__}" for each in caplog.records) + "".join(capfd.readouterr())
    for trace in ("203.0.113.7", "TrinhDuyetLa", "noi-khac.example", "/to-giac/", TEXT, "MayChupBiMat"):
        assert trace not in told, trace
    assert not stranger.cookies
    stranger.get("/")
    assert "path" in caplog.records[-1].__dict__  # other pages are logged: the net above catches


def test_signed_in_or_not_is_neither_asked_nor_kept(ready, as_, django_assert_num_queries):
    browser = as_("hieu_truong")
    with django_assert_num_queries(0):
        answer = browser.get(reverse("tips:start"))
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_nothing_of_a_person_stands_in_the_database_after_it(ready, stranger):
    walk(stranger, ready)
    stored = b"\n".join(everything())
    for trace in (b"203.0.113.7", b"TrinhDuyetLa", b"noi-khac.example", b"cua-toi.jpg"):
        assert trace not in stored


def test_every_answer_asks_the_browser_to_forget_and_to_tell_nobody(ready, stranger):
    for answer in walk(stranger, ready)[:-1]:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert "script-src 'none'" in answer["Content-Security-Policy"]
        page = answer.content.decode()
        assert "<script" not in page
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
        assert "csrfmiddlewaretoken" not in page


def test_what_is_chosen_never_stands_in_an_address(ready, stranger):
    page = stranger.post(
        reverse("tips:place"), {"province": commune(ready).parent_id, "topic": "staff", "unit": commune(ready).pk}
    )
    assert 'method="get"' not in page.content.decode()
    assert str(commune(ready).pk) not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', page.content.decode()))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, 200),
        ({"HTTP_ORIGIN": "http://testserver"}, 200),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_ORIGIN": "https://noi-khac.example"}, 403),
    ],
)
def test_a_form_on_another_site_sends_nothing(ready, headers, status):
    answer = send(Client(enforce_csrf_checks=True, **headers), ready)
    assert answer.status_code == status
    assert Tip.objects.exists() is (status == 200)


def test_a_form_sent_twice_shows_the_same_receipt_and_one_without_its_token_makes_no_second_tip(ready, stranger):
    token = new_token("tips.send", clock.now())
    first = send(stranger, ready, form_token=token)
    again = send(stranger, ready, form_token=token)
    assert (again.status_code, receipt_in(again), Tip.objects.count()) == (200, receipt_in(first), 1)
    assert "vừa được gửi hai lần" in again.content.decode()
    assert "vừa được gửi hai lần" not in first.content.decode()
    for forged in ("", "x", new_token("tips.add", clock.now()), new_token("tips.send", NOW.replace(year=2020))):
        refused = send(stranger, ready, form_token=forged)
        assert refused.status_code == 422
        assert TEXT in refused.content.decode()  # what was typed stays
    assert Tip.objects.count() == 1


def test_a_fresh_token_comes_back_with_a_refused_form(ready, stranger):
    refused = send(stranger, ready, form_token="x").content.decode()
    [token] = re.findall(r'name="form_token" value="([^"]+)"', refused)
    assert send(stranger, ready, form_token=token).status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
        ("anh.jpg", b"%PDF-1.7 bai viet"),
        ("don.pdf", b"%PDF-1.7 bai viet"),
        ("anh.jpg", b"<html><script>alert(1)</script>"),
        ("trong.jpg", b""),
    ],
)
def test_files_that_are_no_pictures_are_refused_whatever_their_name(ready, stranger, name, content):
    answer = send(stranger, ready, pictures=SimpleUploadedFile(name, content))
    if content:
        assert answer.status_code == 422
        assert TEXT in answer.content.decode()
    assert not TipFile.objects.exists()


def test_a_picture_that_unpacks_to_gigabytes_is_refused_with_a_reason(ready, stranger):
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    bomb = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    answer = send(stranger, ready, pictures=SimpleUploadedFile("to.png", b"\x89PNG\r\n\x1a\n" + bomb))
    assert answer.status_code == 422
    assert TEXT in answer.content.decode()
    assert not Tip.objects.exists()


def test_too_many_pictures_are_refused(ready, stranger):
    files = [SimpleUploadedFile(f"{n}.jpg", picture()) for n in range(6)]
    assert send(stranger, ready, pictures=files).status_code == 422


def test_a_megabyte_of_text_is_refused_with_a_reason(ready, stranger):
    answer = send(stranger, ready, text="à" * 1_000_000)
    assert answer.status_code == 422
    assert "20000" in answer.content.decode().replace(".", "")


def test_more_than_may_be_sent_is_turned_away_before_it_is_read(ready, stranger, settings):
    settings.TIPS_MAX_BODY = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert send(stranger, ready, text="a" * 5000).status_code == 413


def test_direction_marks_and_zero_width_letters_are_left_out(ready, stranger):
    told = send(stranger, ready, text="an\u202etoàn\u200b \x00")
    tip, keys = keys_by(receipt_in(told).replace(" ", ""))
    assert story_of(tip, keys).text == "antoàn"


def test_files_stay_in_memory_however_large(rf):
    handler_ = InMemory(rf.post("/"))
    handler_.handle_raw_input(io.BytesIO(), {}, 50_000_000, b"x")
    assert handler_.activated


def test_wrong_receipts_are_counted_together_and_stopped(ready, stranger, settings):
    settings.TIPS_WRONG_A_MINUTE = 2
    right = receipt_in(send(stranger, ready))
    for _n in range(2):
        assert stranger.post(reverse("tips:follow"), {"receipt": "1" * 16}).status_code == 422
    answer = stranger.post(reverse("tips:follow"), {"receipt": right})
    assert answer.status_code == 422
    assert "quá nhiều mã sai" in answer.content.decode()
    assert sum(each.count for each in Pressure.objects.all()) == 2


def test_a_receipt_of_the_wrong_length_costs_nothing(ready, stranger, monkeypatch):
    monkeypatch.setattr("truongan.tips.views.confiding.worked_out", None)
    assert stranger.post(reverse("tips:follow"), {"receipt": "123"}).status_code == 422


def test_without_the_database_nothing_is_kept_and_that_is_said(ready, stranger, monkeypatch):
    def down(**given):
        raise DatabaseError("gone")

    monkeypatch.setattr("truongan.tips.views.confiding.send_tip", down)
    answer = send(stranger, ready)
    assert answer.status_code == 503
    assert "chưa lưu được gì" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_where_nobody_receives_it_is_said_before_a_word_is_written(cast, stranger):
    answer = stranger.post(
        reverse("tips:place"), {"province": commune(cast).parent_id, "topic": "staff", "unit": commune(cast).pk}
    )
    assert answer.status_code == 422
    assert "Chưa có đơn vị nào" in answer.content.decode()


def test_a_tip_about_the_unit_of_the_place_goes_above_it(ready, stranger):
    send(stranger, ready, concerned=[ready.commune_police.pk])
    assert Tip.objects.get().holder == ready.province_police


def test_no_access_log_is_written_by_the_server():
    """Granian's would name address, path and browser."""
    assert "log_access=False" in Path(serve.__file__).read_text()


# The desk


def unlock(browser: Client, passphrase: str = PASSPHRASE):
    return browser.post(reverse("tips_desk:unlock"), {"passphrase": passphrase, "onward": "/lam-viec/to-giac/"})


def test_a_handler_unlocks_reads_answers_and_locks_again(ready, as_):
    told = tell(ready, files=[(picture(), "image/jpeg")])
    browser, page = as_("cong_an_xa"), reverse("tips_desk:tip", args=[told.tip.pk])
    assert TEXT not in browser.get(page).content.decode()
    answer = unlock(browser)
    cookie = answer.cookies["tips_key"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/lam-viec/to-giac/", True, "Strict")
    shown = browser.get(page)
    assert TEXT in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    file = browser.get(reverse("tips_desk:file", args=[told.tip.pk, told.tip.files.get().pk]))
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file.content == picture()
    browser.post(reverse("tips_desk:reply", args=[told.tip.pk]), {"tra-loi-text": "Chúng tôi đã nhận"})
    browser.post(reverse("tips_desk:note", args=[told.tip.pk]), {"ghi-chu-text": "Gặp hiệu trưởng"})
    browser.post(reverse("tips_desk:state", args=[told.tip.pk]), {"state": "in_progress"})
    shown = browser.get(page).content.decode()
    assert "Chúng tôi đã nhận" in shown
    assert "Gặp hiệu trưởng" in shown
    assert "Đang xác minh" in shown
    assert "Hành vi của cán bộ" in browser.get(reverse("tips_desk:queue")).content.decode()
    browser.post(reverse("tips_desk:lock"))
    assert TEXT not in browser.get(page).content.decode()


def test_a_handler_sees_whom_it_is_about_and_the_page_of_the_locked_tip_does_not_tell(ready, as_):
    told = tell(ready, concerned=[ready.school])
    browser, page = as_("cong_an_xa"), reverse("tips_desk:tip", args=[told.tip.pk])
    about = f"<b>{ready.school.name}</b>"
    assert about not in browser.get(page).content.decode()
    unlock(browser)
    assert about in browser.get(page).content.decode()


def test_who_ends_a_duty_is_told_what_follows(ready, as_):
    keeper(ready.truong_phong_xa, ready.commune_police)
    admin = as_("quantri")
    for user, told in ((ready.truong_phong_xa, "lập lại khóa khôi phục"), (ready.cong_an_xa, "lên đơn vị cấp trên")):
        officer = TipOfficer.objects.get(user=user)
        page = admin.post(reverse("tips_desk:officer_end", args=[officer.pk]), follow=True).content.decode()
        assert told in page
        assert "khóa mới" not in page


def test_nobody_grants_themselves_a_key(ready, as_):
    officer = TipOfficer.objects.get(user=ready.cong_an_xa)
    UnitKeyShare.objects.filter(user=ready.cong_an_xa).delete()
    page = as_("cong_an_xa").get(reverse("tips_desk:unit", args=[ready.commune_police.pk])).content.decode()
    assert "Chờ cấp khóa" in page
    assert reverse("tips_desk:officer_grant", args=[officer.pk]) not in page


def test_the_cookie_opens_nothing_in_another_sign_in(ready, as_):
    told = tell(ready)
    first, second = as_("cong_an_xa"), as_("cong_an_xa")
    unlock(first)
    second.cookies["tips_key"] = first.cookies["tips_key"].value
    assert TEXT not in second.get(reverse("tips_desk:tip", args=[told.tip.pk])).content.decode()


def test_unlocking_ends_by_itself(ready, as_, settings):
    settings.TIPS_UNLOCK_MINUTES = 0
    told = tell(ready)
    browser = as_("cong_an_xa")
    unlock(browser)
    assert TEXT not in browser.get(reverse("tips_desk:tip", args=[told.tip.pk])).content.decode()


def test_forms_of_the_desk_say_where_they_come_from(ready, as_):
    """Without a referrer browsers send `Origin: null`, which the check against forged requests refuses."""
    assert as_("cong_an_xa").get(reverse("tips_desk:queue"))["Referrer-Policy"] == "same-origin"


def test_what_was_typed_while_the_key_locked_itself_is_sent_with_the_passphrase(ready, as_):
    told = tell(ready)
    browser, reply = as_("cong_an_xa"), reverse("tips_desk:reply", args=[told.tip.pk])
    page = browser.post(reply, {"tra-loi-text": "Gõ mười phút\nhai dòng"}).content.decode()
    assert 'name="tra-loi-text" value="Gõ mười phút\nhai dòng"' in page
    assert f'action="{reply}"' in page
    wrong = browser.post(reply, {"tra-loi-text": "Gõ mười phút", "passphrase": "không phải cụm này"})
    assert wrong.status_code == 422
    assert "Gõ mười phút" in wrong.content.decode()
    assert not told.tip.messages.exists()
    sent = browser.post(reply, {"tra-loi-text": "Gõ mười phút", "passphrase": PASSPHRASE})
    assert sent.headers["Location"] == told.tip.get_absolute_url()
    assert told.tip.messages.count() == 1
    assert TEXT in browser.get(told.tip.get_absolute_url()).content.decode()


def test_a_wrong_passphrase_is_said(ready, as_):
    answer = unlock(as_("cong_an_xa"), "sai rồi nhé các bạn ơi")
    assert answer.status_code == 422
    assert "không đúng" in answer.content.decode()


def test_unlocking_leads_to_no_other_site(ready, as_):
    for target in ("https://noi-khac.example/", "//noi-khac.example/", "/lam-viec/to-giac//noi-khac.example"):
        answer = as_("cong_an_xa").post(
            reverse("tips_desk:unlock"), {"passphrase": "mưa rào thềm gạch lúa non", "onward": target}
        )
        assert answer.headers["Location"] == "/lam-viec/to-giac/"


def test_a_button_pressed_while_locked_leads_back_to_its_page_and_not_to_its_own_address(ready, as_):
    page = reverse("tips_desk:unit", args=[ready.commune_police.pk])
    officer = TipOfficer.objects.get(user=ready.cong_an_xa)
    browser = as_("cong_an_xa")
    for button in (
        reverse("tips_desk:recovery_arrange", args=[ready.commune_police.pk]),
        reverse("tips_desk:officer_grant", args=[officer.pk]),
        reverse("tips_desk:recovery_release", args=[officer.pk]),
    ):
        asked = browser.post(button).content.decode()
        assert f'name="onward" value="{page}"' in asked
    opened = browser.post(reverse("tips_desk:unlock"), {"passphrase": PASSPHRASE, "onward": page})
    assert browser.get(opened.headers["Location"]).status_code == HTTPStatus.OK


def test_a_keeper_is_not_promised_tips(ready, as_):
    keeper(ready.truong_phong_xa, ready.commune_police)
    assert "không đọc tố giác" in as_("truong_phong_xa").get(reverse("tips_desk:queue")).content.decode()
    assert "Tố giác mới hiện ở đây" in as_("cong_an_xa").get(reverse("tips_desk:queue")).content.decode()


def test_a_tip_of_another_unit_is_not_there(ready, as_):
    told = tell(ready)
    for who in ("can_bo_tinh", "quantri", "truong_phong_xa"):
        browser = as_(who)
        for name in ("tip", "forward"):
            assert browser.get(reverse(f"tips_desk:{name}", args=[told.tip.pk])).status_code == HTTPStatus.NOT_FOUND
    for who in ("hieu_truong", "giao_vien", "so_gd", "y_te_xa"):
        assert as_(who).get(reverse("tips_desk:queue")).status_code == HTTPStatus.NOT_FOUND


def test_the_menu_shows_the_desk_to_those_with_a_part_in_it_at_no_query_of_its_own(ready, as_):
    link = 'href="/lam-viec/to-giac/'
    assert link in as_("cong_an_xa").get("/lam-viec/thong-bao/").content.decode()
    assert link not in as_("y_te_xa").get("/lam-viec/thong-bao/").content.decode()


def test_every_unit_with_officers_is_listed_twenty_to_a_page(ready, as_):
    there = TipOfficer.objects.values("organization").distinct().count()
    for number in range(10, 33):
        agency = make_organization(name=f"Công an xã số {number}")
        TipOfficer.objects.create(organization=agency, user=ready.can_bo_tinh, duty="keeper", named_on=NOW.date())
    pages = [as_("quantri").get(reverse("tips_desk:units"), {"trang": number}) for number in (1, 2)]
    assert [len(each.context["desks"]) for each in pages] == [20, 3 + there]
    shown = [desk.organization.pk for each in pages for desk in each.context["desks"]]
    assert len(set(shown)) == 23 + there


def test_the_queue_costs_the_same_for_one_and_for_many(ready, as_, django_assert_num_queries):
    tell(ready)
    browser = as_("cong_an_xa")
    unlock(browser)
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("tips_desk:queue"))
    for _n in range(4):
        tell(ready)
    with django_assert_num_queries(len(one)):
        browser.get(reverse("tips_desk:queue"))


def test_an_administrator_names_a_handler_who_sets_up_a_secret(cast, as_):
    admin = as_("truong_phong_xa")
    page = reverse("tips_desk:unit", args=[cast.commune_police.pk])
    assert admin.post(page, {"user": cast.cong_an_xa.pk, "duty": "handler"}).status_code == 303
    browser = as_("cong_an_xa")
    words = {"passphrase": "mưa rào thềm gạch lúa non", "again": "mưa rào thềm gạch lúa non"}
    assert browser.post(reverse("tips_desk:secret"), {**words, "again": "khác hẳn cụm ở trên"}).status_code == 422
    assert browser.post(reverse("tips_desk:secret"), words).headers["Location"] == reverse("tips_desk:hint")
    assert "mưa rào" not in browser.get(reverse("tips_desk:hint")).content.decode()
    assert "Nhận được tố giác" in admin.get(page).content.decode()


def test_a_secret_made_anew_asks_for_the_sign_in_password_and_tells_the_unit(ready, as_):
    browser, page = as_("cong_an_xa"), reverse("tips_desk:secret") + "?lai=1"
    words = {"passphrase": "quên rồi đặt cụm khác hẳn", "again": "quên rồi đặt cụm khác hẳn"}
    for wrong in ({}, {"password": "sai"}):
        assert browser.post(page, {**words, **wrong}).status_code == 422
    assert not Notice.objects.exists()
    assert browser.post(page, {**words, "password": "truong-an-2021"}).status_code == 303
    assert Notice.objects.get().organization == ready.commune_police


def test_routes_are_set_and_removed_on_their_page(cast, as_):
    handler(cast.cong_an_xa, cast.commune_police)
    browser, page = as_("quantri"), reverse("tips_desk:routes")
    given = {"unit_code": "07795", "topic": "", "organization_code": cast.commune_police.code}
    assert browser.post(page, given).status_code == 303
    assert cast.commune_police.name in browser.get(page).content.decode()
    for wrong in ({"unit_code": "99999"}, {"organization_code": "khong-co"}, {"organization_code": cast.school.code}):
        assert browser.post(page, {**given, **wrong}).status_code == 422
