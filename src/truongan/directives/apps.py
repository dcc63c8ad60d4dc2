from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "truongan.directives"

    def ready(self) -> None:
        from truongan.directives.panels import DUTIES_OF_ORGANIZATION, duties_panel  # models are ready only now
        from truongan.organizations.panels import contribute

        contribute(DUTIES_OF_ORGANIZATION, duties_panel)
