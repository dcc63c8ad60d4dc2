"""How sign-in fits the product: accounts come from invitations, never from open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Nhập sai quá nhiều lần. Tài khoản này tạm khóa 5 phút; người khác ở cùng nơi vẫn đăng nhập được."
        ),
        # One sentence for a wrong name and a wrong password: it must not tell which names exist.
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "email_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin):
        """(user, address) when both sides vouch for the address: the provider verified it, and so did we.

        Ours is verified when the person came by the link mailed to it. An address that only an administrator
        typed opens nothing: that person signs in with the password once and links the account themselves.
        """
        for theirs in sociallogin.email_addresses:
            if theirs.verified:
                ours = EmailAddress.objects.filter(email__iexact=theirs.email, verified=True, user__is_active=True)
                if (found := ours.select_related("user").first()) is not None:
                    return found.user, found.email
        return None


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        # The browser's own dialog shows this name; the host decides where the key works.
        return {**super().get_public_key_credential_rp_entity(), "name": "Trường An"}
