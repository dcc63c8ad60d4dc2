"""Forms that anybody may send: tokens that expire, belong to one form and cannot be forged; work that can be checked."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.http import QueryDict

from truongan.web.form_guard import (
    LIFETIME,
    FormRefused,
    GuardedForm,
    is_proven,
    new_token,
    token_age,
    token_key,
    work_out,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Letter(GuardedForm):
    purpose = "letter"
    text = forms.CharField()


def sent(token: str, **more: str) -> Letter:
    given = QueryDict(mutable=True)
    given.update({"form_token": token, "text": "Xin chào", **more})
    return Letter(given, now=NOW)


def test_a_fresh_token_is_taken_and_tells_its_age():
    token = new_token("letter", NOW - timedelta(minutes=5))
    assert token_age(token, "letter", NOW) == timedelta(minutes=5)


@pytest.mark.parametrize("token", ["", "x", "a.b:c", "a" * 150, "ạ.1:ạ", "a.99999999999999999999999:x"])
def test_a_forged_token_is_refused(token):
    with pytest.raises(FormRefused):
        token_age(token, "letter", NOW)


def test_a_token_altered_in_one_letter_is_refused():
    token = new_token("letter", NOW)
    with pytest.raises(FormRefused):
        token_age(("b" if token[0] != "b" else "c") + token[1:], "letter", NOW)


def test_a_token_of_another_form_is_refused():
    with pytest.raises(FormRefused):
        token_age(new_token("tip", NOW), "letter", NOW)


@pytest.mark.parametrize("age", [LIFETIME + timedelta(seconds=1), timedelta(minutes=-1)])
def test_an_expired_token_and_one_from_the_future_are_refused(age):
    with pytest.raises(FormRefused):
        token_age(new_token("letter", NOW - age), "letter", NOW)


def test_two_tokens_have_different_keys_and_one_has_always_the_same():
    first, second = new_token("letter", NOW), new_token("letter", NOW)
    assert token_key(first) != token_key(second)
    assert token_key(first) == token_key(first)
    assert len(token_key(first)) == 64


def test_work_done_for_one_token_does_not_prove_another():
    token = new_token("letter", NOW)
    proof = work_out(token, bits=8)
    assert is_proven(token, proof, bits=8)
    others = [new_token("letter", NOW) for _each in range(12)]
    assert not all(is_proven(other, proof, bits=8) for other in others)


@pytest.mark.parametrize("proof", ["", "x" * 41])
def test_no_work_and_absurd_work_prove_nothing(proof):
    assert not is_proven(new_token("letter", NOW), proof, bits=0)


def test_a_guarded_form_is_accepted_with_its_token():
    token = new_token("letter", NOW)
    form = sent(token)
    assert form.is_valid()
    assert form.token_key == token_key(token)
    assert not form.is_proven


def test_an_expired_form_comes_back_with_its_text_and_a_token_that_works():
    form = sent(new_token("letter", NOW - LIFETIME - timedelta(hours=1)))
    assert not form.is_valid()
    assert "quá lâu" in str(form.errors["form_token"])
    assert form["text"].value() == "Xin chào"
    assert sent(str(form["form_token"].value())).is_valid()


def test_a_filled_trap_is_refused():
    assert not sent(new_token("letter", NOW), contact_site="http://x.test").is_valid()
