from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "truongan.accounts"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from django.contrib.auth.signals import user_logged_out

        from truongan.accounts.panels import PEOPLE_OF_ORGANIZATION, people_panel
        from truongan.organizations.panels import contribute

        contribute(PEOPLE_OF_ORGANIZATION, people_panel)
        user_logged_out.connect(_end_streams, dispatch_uid="accounts.end_streams")


def _end_streams(user=None, **_said) -> None:
    """Whoever signs out hears of no change any more; the account's other machines come back by themselves."""
    from truongan.web.live import dismiss

    if user is not None:
        dismiss(user.pk)
