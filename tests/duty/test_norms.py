"""The norm of liveness: set for days to come, by the installation's administrator alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.duty.test_rollcalls import LATER, call, tap
from tests.duty.things import NOW, TODAY, make_network
from truongan.audit.models import Entry
from truongan.duty.actions import CannotKeepDuty, close_roll, prove_rollcall, set_norm, withdraw_norm
from truongan.duty.models import LivenessNorm
from truongan.kernel import clock


def setting(actor, **changes) -> LivenessNorm:
    given = {"valid_from": TODAY + timedelta(days=1), "least_percent": 30, "needs_officer": False, "now": NOW}
    return set_norm(actor=actor, **given | changes)


def test_a_norm_holds_from_its_day_on_and_not_before(cast):
    _group, hanh, _son = make_network(cast)
    LivenessNorm.objects.all().delete()
    LivenessNorm.objects.create(valid_from=TODAY, least_percent=100, needs_officer=False)
    setting(cast.quantri)

    def lives(day: int) -> int:
        now = NOW + timedelta(days=day)
        rollcall = call(cast, key=f"k{day}", now=now)
        tap(rollcall, hanh, now=now + timedelta(minutes=1))  # one of three
        close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=now + timedelta(minutes=2))
        return prove_rollcall(rollcall=rollcall, now=now + timedelta(minutes=3))

    assert [lives(0), lives(1)] == [0, 1]


@pytest.mark.parametrize("changes", [{"valid_from": TODAY}, {"least_percent": 0}, {"least_percent": 101}])
def test_the_past_and_impossible_shares_are_refused(cast, changes):
    with pytest.raises(CannotKeepDuty):
        setting(cast.quantri, **changes)


@pytest.mark.parametrize("who", ["can_bo_tinh", "truong_phong_xa", "hieu_truong"])
def test_nobody_else_sets_it(cast, who):
    with pytest.raises(PermissionDenied):
        setting(getattr(cast, who))
    norm = setting(cast.quantri)
    with pytest.raises(PermissionDenied):
        withdraw_norm(actor=getattr(cast, who), norm=norm, now=NOW)


def test_one_that_has_not_begun_is_replaced_or_withdrawn_and_audited(cast):
    assert setting(cast.quantri) == setting(cast.quantri, least_percent=40)
    norm = LivenessNorm.objects.get(valid_from=TODAY + timedelta(days=1))
    assert norm.least_percent == 40

    with pytest.raises(CannotKeepDuty):
        withdraw_norm(actor=cast.quantri, norm=norm, now=LATER + timedelta(days=1))
    withdraw_norm(actor=cast.quantri, norm=norm, now=LATER)

    assert not LivenessNorm.objects.filter(valid_from=norm.valid_from).exists()
    assert Entry.objects.filter(verb__startswith="duty.norm.").count() == 3


def test_the_page_shows_all_and_lets_the_administrator_set_one(cast, as_):
    tomorrow = clock.today_vn() + timedelta(days=1)
    address = reverse("rollcalls:norms")
    assert reverse("rollcalls:norm_set") not in as_("can_bo_tinh").get(address).content.decode()

    browser = as_("quantri")
    assert browser.get(reverse("rollcalls:norm_set")).status_code == 200
    sent = {"valid_from": f"{tomorrow:%Y-%m-%d}", "least_percent": "65", "needs_officer": "on"}
    assert browser.post(reverse("rollcalls:norm_set"), sent).status_code == 303

    page = browser.get(address).content.decode()
    assert "65 %" in page and "Chưa đến ngày" in page
    past = browser.post(reverse("rollcalls:norm_set"), {**sent, "valid_from": "2020-01-01"})
    assert past.status_code == 422 and "ngày mai" in past.content.decode()
