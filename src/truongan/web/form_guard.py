"""What guards a form anybody may send without signing in: no account, no session, no look at the address.

Three hurdles, none of which asks who somebody is: a signed token that expires and serves once, a small computation
done by the browser (proof of work), and a field people do not see. A class of pupils sits behind one address, so
nobody is turned away for theirs.

The token is the idempotency key as well: keep `token_key` in a unique column of the record the form makes, and a
form sent twice finds its first record instead of making another.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

LIFETIME = timedelta(hours=12)  # a long text is written over an afternoon
# 65,000 hashes on average: about a second in an old phone's browser. A determined sender with compiled code is slowed
# little by it, so callers cap what they take in a minute as well.
PROOF_BITS = 16
_LONGEST_PROOF = 40  # letters; a counter needs no more


class FormRefused(Exception):
    """The token is not one of ours, not of this form, or too old. The text may be shown."""


def new_token(purpose: str, now: datetime) -> str:
    """A token for one sending of the form named `purpose`: random part, second of issue, signature."""
    return _signer(purpose).sign(f"{secrets.token_urlsafe(16)}.{int(now.timestamp())}")


def token_age(token: str, purpose: str, now: datetime, lifetime: timedelta = LIFETIME) -> timedelta:
    """How long ago the token was made. Raises FormRefused for a forged, foreign or expired one."""
    try:
        issued = int(_signer(purpose).unsign(token).rpartition(".")[2])
    except (BadSignature, ValueError):
        raise FormRefused(_("Biểu mẫu không còn hợp lệ. Nội dung vẫn còn bên dưới: bấm gửi lại lần nữa.")) from None
    age = timedelta(seconds=now.timestamp() - issued)
    if not timedelta(seconds=-5) <= age <= lifetime:  # clocks of two servers may differ by a little
        raise FormRefused(_("Biểu mẫu mở đã quá lâu. Nội dung vẫn còn bên dưới: bấm gửi lại lần nữa."))
    return age


def token_key(token: str) -> str:
    """What to keep of a token in a unique column (64 letters): the same form sent again has the same."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_proven(token: str, proof: str, bits: int = PROOF_BITS) -> bool:
    """Whether SHA-256 of `token:proof` begins with that many zero bits: somebody's machine has worked for it."""
    if not proof or len(proof) > _LONGEST_PROOF:
        return False
    digest = hashlib.sha256(f"{token}:{proof}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def work_out(token: str, bits: int = PROOF_BITS) -> str:
    """The proof itself, as the browser finds it: counting from 0. For tests and measurements."""
    counter = 0
    while not is_proven(token, str(counter), bits):
        counter += 1
    return str(counter)


class GuardedForm(forms.Form):
    """A form with the three hurdles; subclasses name themselves in `purpose`. Take it as `FormClass(data, now=now)`.

    After `is_valid()`: `token_key` for the record, `is_proven` (False without JavaScript: the caller decides how
    many of those it takes). A refused form comes back with a fresh token, so that sending again is enough.
    """

    purpose = ""
    lifetime = LIFETIME

    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    form_proof = forms.CharField(widget=forms.HiddenInput, required=False)
    # A name which programs like to fill and people's browsers do not complete.
    contact_site = forms.CharField(
        label=_("Để trống ô này"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )  # fmt: skip

    def __init__(self, *args, now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["form_token"].initial = new_token(self.purpose, now)
        self.fields["form_proof"].widget.attrs["data-proof-bits"] = str(PROOF_BITS)

    @property
    def token_key(self) -> str:
        return token_key(self.cleaned_data["form_token"])

    @property
    def is_proven(self) -> bool:
        return is_proven(self.cleaned_data["form_token"], self.cleaned_data.get("form_proof", ""))

    def clean_contact_site(self) -> str:
        if self.cleaned_data["contact_site"]:
            raise forms.ValidationError(_("Ô này để trống thì mới gửi được."))
        return ""

    def clean_form_token(self) -> str:
        token = self.cleaned_data["form_token"]
        try:
            token_age(token, self.purpose, self.now, self.lifetime)
        except FormRefused as reason:
            self.renew_token()
            raise forms.ValidationError(str(reason)) from reason
        return token

    def renew_token(self) -> None:
        """Put a fresh token into the form that goes back to the reader."""
        given = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict or a plain dict
        given[self.add_prefix("form_token")] = new_token(self.purpose, self.now)
        given[self.add_prefix("form_proof")] = ""
        self.data = given


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"truongan.web.form_guard.{purpose}")
