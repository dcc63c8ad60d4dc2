"""Secrets of officers, keys of units: set up, granted, taken, recovered."""

import unicodedata
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_user
from tests.tips.making import (
    NOW,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    TEXT,
    handler,
    keeper,
    ring_of,
    secret_of,
    tell,
    two_levels,
)
from truongan.audit.models import Entry
from truongan.tips.actions import (
    CannotTip,
    arrange_recovery,
    change_passphrase,
    complete_recovery,
    end_officer,
    forget_counts,
    grant_access,
    lock,
    name_officer,
    open_tip,
    release_recovery,
    retire_departed,
    set_up_key,
    unlock,
)
from truongan.tips.models import OfficerKey, Recovery, RecoveryShare, Tip, TipOfficer, UnitKey, UnitKeyShare, Unlocking
from truongan.tips.rings import Ring
from truongan.tips.routing import ready_keys
from truongan.tips.sealing import CannotOpen

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def text_for(user, tip: Tip, ring: Ring | None = None) -> str:
    _keys, story = open_tip(actor=user, ring=ring or ring_of(user), tip=tip, now=NOW)
    return story.text


@pytest.fixture
def colleague(cast):
    return make_user("dong-nghiep", cast.commune_police, "editor", name="Bùi Văn Sơn")


@pytest.mark.parametrize(
    "weak", ["ngắn", "1234567890123456", "aaaaaaaaaaaaaaaaaaaa", "truong-an-2021", "tran minh khoi cong an xa"]
)
def test_a_weak_secret_is_refused_with_what_to_do(cast, weak):
    name_officer(actor=None, organization=cast.commune_police, user=cast.cong_an_xa, duty="handler", now=NOW)
    with pytest.raises(CannotTip):
        set_up_key(actor=cast.cong_an_xa, passphrase=weak, now=NOW)
    assert not OfficerKey.objects.exists()


def test_the_sign_in_password_is_not_a_secret_of_ones_own(cast):
    name_officer(actor=None, organization=cast.commune_police, user=cast.cong_an_xa, duty="handler", now=NOW)
    cast.cong_an_xa.set_password(PASSPHRASE)
    with pytest.raises(CannotTip, match="đăng nhập"):
        set_up_key(actor=cast.cong_an_xa, passphrase=PASSPHRASE, now=NOW)


def test_a_secret_is_for_those_with_a_duty(cast):
    with pytest.raises(PermissionDenied):
        set_up_key(actor=cast.giao_vien, passphrase=PASSPHRASE, now=NOW)


def test_the_same_words_from_another_keyboard_open(cast):
    handler(cast.cong_an_xa, cast.commune_police)
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    assert unlock(actor=cast.cong_an_xa, passphrase=f" {decomposed} ", session_key="x", now=NOW)


def test_five_wrong_tries_stop_the_sixth_even_if_right(cast):
    handler(cast.cong_an_xa, cast.commune_police)
    for _n in range(5):
        with pytest.raises(CannotTip, match="không đúng"):
            unlock(actor=cast.cong_an_xa, passphrase="sai", session_key="x", now=NOW)
    with pytest.raises(CannotTip, match="năm phút"):
        unlock(actor=cast.cong_an_xa, passphrase=PASSPHRASE, session_key="x", now=NOW)
    assert unlock(actor=cast.cong_an_xa, passphrase=PASSPHRASE, session_key="x", now=NOW + timedelta(minutes=6))


def test_locking_forgets_the_key(cast):
    handler(cast.cong_an_xa, cast.commune_police)
    ring_of(cast.cong_an_xa)
    lock(actor=cast.cong_an_xa, now=NOW)
    assert not Unlocking.objects.exists()


def test_another_passphrase_opens_the_same_tips(cast):
    two_levels(cast)
    tip = tell(cast).tip
    with pytest.raises(CannotTip):
        change_passphrase(actor=cast.cong_an_xa, old="sai hết cả rồi", new=OTHER_PASSPHRASE, now=NOW)
    change_passphrase(actor=cast.cong_an_xa, old=PASSPHRASE, new=OTHER_PASSPHRASE, now=NOW)
    assert text_for(cast.cong_an_xa, tip, ring_of(cast.cong_an_xa, OTHER_PASSPHRASE)) == TEXT


def test_a_unit_gets_its_key_with_its_first_handler_and_not_with_a_keeper(cast):
    keeper(cast.truong_phong_xa, cast.commune_police)
    assert not UnitKey.objects.exists()
    handler(cast.cong_an_xa, cast.commune_police)
    assert set(ready_keys(TODAY)) == {cast.commune_police.pk}


def test_who_is_named_reads_nothing_before_a_colleague_grants_it(cast, colleague):
    two_levels(cast)
    tip = tell(cast).tip
    officer = handler(colleague, cast.commune_police, OTHER_PASSPHRASE)
    theirs = ring_of(colleague, OTHER_PASSPHRASE)
    with pytest.raises(CannotOpen):
        text_for(colleague, tip, theirs)
    assert grant_access(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), officer=officer, now=NOW) == 1
    with pytest.raises(CannotTip, match="còn thiếu"):  # a second press is not a second grant
        grant_access(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), officer=officer, now=NOW)
    assert text_for(colleague, tip, ring_of(colleague, OTHER_PASSPHRASE)) == TEXT
    assert Entry.objects.filter(verb="tips.access.granted", actor=cast.cong_an_xa).exists()


def test_an_administrator_grants_nothing(cast, colleague):
    handler(cast.cong_an_xa, cast.commune_police)
    officer = handler(colleague, cast.commune_police, OTHER_PASSPHRASE)
    with pytest.raises(PermissionDenied):
        grant_access(actor=cast.truong_phong_xa, ring=ring_of(cast.cong_an_xa), officer=officer, now=NOW)


def test_only_administrators_name_and_only_people_of_the_unit(cast):
    for who in (cast.cong_an_xa, cast.hieu_truong, cast.can_bo_tinh):
        with pytest.raises(PermissionDenied):
            name_officer(actor=who, organization=cast.commune_police, user=cast.cong_an_xa, duty="handler", now=NOW)
    with pytest.raises(CannotTip, match="không có chức vụ"):
        name_officer(
            actor=cast.truong_phong_xa, organization=cast.commune_police, user=cast.giao_vien, duty="handler", now=NOW
        )
    with pytest.raises(PermissionDenied):  # schools receive none
        name_officer(actor=cast.quantri, organization=cast.school, user=cast.hieu_truong, duty="handler", now=NOW)


def test_who_leaves_holds_no_key_and_new_tips_have_another(cast, colleague):
    two_levels(cast)
    old = tell(cast).tip
    officer = handler(colleague, cast.commune_police, OTHER_PASSPHRASE)
    grant_access(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), officer=officer, now=NOW)
    [leaving] = TipOfficer.objects.handlers().filter(user=cast.cong_an_xa)
    ring = ring_of(cast.cong_an_xa)
    end_officer(actor=cast.truong_phong_xa, officer=leaving, now=NOW)
    new = tell(cast).tip

    assert not UnitKeyShare.objects.filter(user=cast.cong_an_xa).exists()
    assert UnitKey.objects.filter(organization=cast.commune_police).count() == 2
    for tip in (old, new):
        with pytest.raises(CannotOpen):
            Ring(cast.cong_an_xa, ring.private).keys_of(tip)
        assert text_for(colleague, tip, ring_of(colleague, OTHER_PASSPHRASE)) == TEXT
        assert not Tip.objects.visible_to(cast.cong_an_xa, TODAY).filter(pk=tip.pk).exists()


def test_who_lost_the_post_is_retired_by_the_nightly_job_and_sees_nothing_meanwhile(cast):
    two_levels(cast)
    tip = tell(cast).tip
    cast.cong_an_xa.person.appointments.update(valid_to=TODAY)
    assert not Tip.objects.visible_to(cast.cong_an_xa, TODAY).filter(pk=tip.pk).exists()
    assert retire_departed(now=NOW) == 1
    assert retire_departed(now=NOW) == 0
    assert cast.commune_police.pk not in ready_keys(TODAY)


def test_a_lost_passphrase_loses_old_tips_until_a_colleague_grants_them_again(cast, colleague):
    two_levels(cast)
    tip = tell(cast).tip
    officer = handler(colleague, cast.commune_police, OTHER_PASSPHRASE)
    grant_access(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), officer=officer, now=NOW)
    secret_of(cast.cong_an_xa, "quên rồi nên đặt cụm khác hẳn")
    with pytest.raises(CannotOpen):
        text_for(cast.cong_an_xa, tip, ring_of(cast.cong_an_xa, "quên rồi nên đặt cụm khác hẳn"))
    [again] = TipOfficer.objects.handlers().filter(user=cast.cong_an_xa)
    grant_access(actor=colleague, ring=ring_of(colleague, OTHER_PASSPHRASE), officer=again, now=NOW)
    assert text_for(cast.cong_an_xa, tip, ring_of(cast.cong_an_xa, "quên rồi nên đặt cụm khác hẳn")) == TEXT


def test_two_keepers_together_bring_a_unit_back_and_neither_alone(cast):
    two_levels(cast)
    keeper(cast.truong_phong_xa, cast.commune_police)
    keeper(cast.quantri, cast.commune_police)
    tip = tell(cast).tip
    arrange_recovery(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), organization=cast.commune_police, now=NOW)
    share = RecoveryShare.objects.get()
    users = {cast.truong_phong_xa.pk: cast.truong_phong_xa, cast.quantri.pk: cast.quantri}
    first, second = users[share.first_id], users[share.second_id]
    lost = "quên rồi nên đặt cụm khác hẳn"
    secret_of(cast.cong_an_xa, lost)  # nobody of the unit opens the old tip any more
    [officer] = TipOfficer.objects.handlers().filter(user=cast.cong_an_xa)

    with pytest.raises(CannotOpen):
        ring_of(second).half_of(share)
    with pytest.raises(CannotTip, match="chưa mở lớp"):  # the second cannot go first
        complete_recovery(actor=second, ring=ring_of(second), officer=officer, now=NOW)
    assert release_recovery(actor=first, ring=ring_of(first), officer=officer, now=NOW) == 1
    with pytest.raises(CannotTip, match="người giữ kia hoàn tất"):  # the first cannot finish alone
        complete_recovery(actor=first, ring=ring_of(first), officer=officer, now=NOW)
    assert complete_recovery(actor=second, ring=ring_of(second), officer=officer, now=NOW) == 1

    assert text_for(cast.cong_an_xa, tip, ring_of(cast.cong_an_xa, lost)) == TEXT
    verbs = set(Entry.objects.filter(verb__startswith="tips.recovery").values_list("verb", flat=True))
    assert verbs == {"tips.recovery.arranged", "tips.recovery.released", "tips.recovery.completed"}


def test_a_recovery_that_is_not_completed_is_withdrawn_after_a_week(cast):
    two_levels(cast)
    keeper(cast.truong_phong_xa, cast.commune_police)
    keeper(cast.quantri, cast.commune_police)
    arrange_recovery(actor=cast.cong_an_xa, ring=ring_of(cast.cong_an_xa), organization=cast.commune_police, now=NOW)
    first = RecoveryShare.objects.get().first
    secret_of(cast.cong_an_xa, "quên rồi nên đặt cụm khác hẳn")
    [officer] = TipOfficer.objects.handlers().filter(user=cast.cong_an_xa)
    release_recovery(actor=first, ring=ring_of(first), officer=officer, now=NOW)
    forget_counts(now=NOW + timedelta(days=7))
    assert Recovery.objects.exists()
    forget_counts(now=NOW + timedelta(days=8))
    assert not Recovery.objects.exists()
    assert release_recovery(actor=first, ring=ring_of(first), officer=officer, now=NOW + timedelta(days=8)) == 1


def test_keepers_named_later_reach_no_key_made_before_them_until_a_handler_arranges_it(cast):
    two_levels(cast)
    tip = tell(cast).tip
    keepers = (cast.truong_phong_xa, cast.quantri)
    for each in keepers:
        keeper(each, cast.commune_police)
    lost = "quên rồi nên đặt cụm khác hẳn"
    secret_of(cast.cong_an_xa, lost)  # the unit's new key is sealed to them by itself
    [officer] = TipOfficer.objects.handlers().filter(user=cast.cong_an_xa)
    assert [each.unit_key.version for each in RecoveryShare.objects.all()] == [2]
    for each in keepers:
        with pytest.raises(CannotTip):
            release_recovery(actor=each, ring=ring_of(each), officer=officer, now=NOW)
    with pytest.raises(CannotOpen):
        text_for(cast.cong_an_xa, tip, ring_of(cast.cong_an_xa, lost))


def test_keepers_see_no_tip(cast):
    two_levels(cast)
    keeper(cast.truong_phong_xa, cast.commune_police)
    tell(cast)
    assert not Tip.objects.visible_to(cast.truong_phong_xa, TODAY).exists()
    assert not Tip.objects.visible_to(cast.quantri, TODAY).exists()


def test_one_person_has_one_duty_in_a_unit(cast):
    handler(cast.cong_an_xa, cast.commune_police)
    with pytest.raises(CannotTip, match="một việc"):
        keeper(cast.cong_an_xa, cast.commune_police)
