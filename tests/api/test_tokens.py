"""Who gets in, as what, and how often."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.api.things import Caller, caller, make_token
from truongan.accounts.models import User
from truongan.api.actions import CannotKeepApi, create_token, revoke_token
from truongan.api.actions.tokens import MOST_TOKENS
from truongan.api.models import ApiToken
from truongan.audit.models import Entry
from truongan.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_token_says_whose_it_is(cast):
    answer = caller(cast, scopes=["figures:read"]).get("token")

    assert answer.status_code == 200
    assert answer.json() == {
        "name": "Phần mềm trường",
        "organization": {"code": cast.school.code, "name": cast.school.name},
        "scopes": ["figures:read"],
        "expires_at": None,
    }


def test_only_the_hash_of_the_secret_is_kept_and_nobody_signs_in_with_its_account(cast):
    token, secret = make_token(cast)

    assert len(secret) > 50
    assert secret not in str(list(ApiToken.objects.values()))
    assert not token.user.is_active
    assert not token.user.has_usable_password()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic abc", "Bearer ta_00000000_x", "Bearer ta__", "Bearer é"]
)
def test_without_a_right_token_the_answer_is_401_with_a_problem(cast, client, header):
    make_token(cast)
    answer = client.get("/api/v1/token", headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] in ("token_missing", "token_wrong")


def test_the_right_prefix_with_a_wrong_secret_is_refused(cast):
    _token, secret = make_token(cast)
    assert Caller(secret[:-1] + ("a" if secret[-1] != "a" else "b")).get("token").json()["code"] == "token_wrong"


def test_an_expired_and_a_revoked_token_say_so(cast):
    token, secret = make_token(cast, now=clock.now() - timedelta(days=2), expires_at=clock.now() - timedelta(days=1))
    assert Caller(secret).get("token").json()["code"] == "token_expired"

    revoke_token(actor=cast.hieu_truong, token=token, now=clock.now())
    assert Caller(secret).get("token").json()["code"] == "token_revoked"


def test_the_token_of_an_organization_that_was_closed_gets_no_further(cast):
    system = caller(cast, scopes=["figures:read"])
    cast.school.closed_on = clock.today_vn() + timedelta(days=1)
    cast.school.save()
    assert system.get("token").status_code == 200  # its last day

    cast.school.closed_on = clock.today_vn()
    cast.school.save()
    answer = system.get("token")
    assert (answer.status_code, answer.json()["code"]) == (403, "organization_closed")


def test_a_scope_that_was_not_given_is_403_and_named(cast):
    answer = caller(cast, scopes=["figures:read"]).get("incidents")

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"
    assert "incidents:read" in answer.json()["detail"]


def test_a_session_is_no_token(as_):
    assert as_("quantri").get("/api/v1/token").status_code == 401


def test_what_lies_outside_the_organization_is_404(cast):
    assert caller(cast).get(f"organizations/{cast.other_school.code}").status_code == 404
    assert caller(cast).get(f"organizations/{cast.school.code}").status_code == 200


def test_an_agency_sees_its_area(cast):
    codes = [each["code"] for each in caller(cast, "truong_phong_xa").get("organizations").json()["items"]]

    assert {cast.school.code, cast.neighbour_school.code} <= set(codes)
    assert cast.other_school.code not in codes


def test_beyond_the_limit_of_a_minute_the_answer_is_429_for_this_token_alone(cast, settings):
    settings.API_RATE = 2
    mine, other = caller(cast), caller(cast, "truong_phong_xa")
    statuses = [mine.get("token").status_code for _each in range(6)]

    assert statuses[:2] == [200, 200]
    assert 429 in statuses  # at the turn of a minute it begins anew
    assert other.get("token").status_code == 200
    late = next(answer for _each in range(9) if (answer := mine.get("token")).status_code == 429)
    assert 1 <= int(late["Retry-After"]) <= 60


def test_its_last_use_is_written(cast):
    token, secret = make_token(cast)
    Caller(secret).get("token")
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_only_administrators_make_and_revoke_tokens(cast):
    token = make_token(cast).token
    for who in (cast.giao_vien, cast.cong_an_xa, cast.hieu_truong_khac):
        with pytest.raises(PermissionDenied):
            revoke_token(actor=who, token=token, now=clock.now())
        with pytest.raises(PermissionDenied):
            create_token(
                actor=who,
                organization=cast.school,
                name="x",
                scopes=["figures:read"],
                expires_at=None,
                now=clock.now(),
            )


def test_a_token_without_scopes_or_with_a_day_gone_or_one_too_many_is_refused(cast):
    with pytest.raises(CannotKeepApi, match="ít nhất một"):
        make_token(cast, scopes=["everything"])
    with pytest.raises(CannotKeepApi, match="đã qua"):
        make_token(cast, expires_at=clock.now())
    for _each in range(MOST_TOKENS):
        make_token(cast, scopes=["figures:read"])
    with pytest.raises(CannotKeepApi, match="Thu hồi"):
        make_token(cast)


def test_the_record_tells_of_making_and_revoking_without_the_secret(cast):
    token, secret = make_token(cast)
    revoke_token(actor=cast.hieu_truong, token=token, now=clock.now())
    revoke_token(actor=cast.hieu_truong, token=token, now=clock.now())

    entries = list(Entry.objects.about(token).order_by("pk"))
    assert [each.verb for each in entries] == ["api.token.created", "api.token.revoked"]
    assert secret not in str([each.data for each in entries])


def test_the_secret_stands_on_one_answer_only(cast, as_):
    browser = as_("hieu_truong")
    said = {"organization": cast.school.pk, "name": "Sở", "scopes": ["figures:read"], "days": 90}
    made = browser.post("/lam-viec/api/ma/them/", said)

    assert made.status_code == 200
    token = ApiToken.objects.get()
    assert f"ta_{token.prefix}_" in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert f"ta_{token.prefix}_" not in browser.get("/lam-viec/api/").content.decode()
    assert (token.expires_at - token.created_at).days == 90


def test_the_technical_account_has_the_name_of_the_system(cast):
    token = make_token(cast).token
    assert User.objects.get(pk=token.user_id).display_name == "Ứng dụng: Phần mềm trường"
