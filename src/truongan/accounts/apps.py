from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "truongan.accounts"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.accounts.panels import PEOPLE_OF_ORGANIZATION, people_panel
        from truongan.organizations.panels import contribute

        contribute(PEOPLE_OF_ORGANIZATION, people_panel)
