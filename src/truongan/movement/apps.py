from django.apps import AppConfig


class MovementConfig(AppConfig):
    name = "truongan.movement"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.movement.panels import REGISTER_OF_ORGANIZATION, register_panel
        from truongan.organizations.panels import contribute

        contribute(REGISTER_OF_ORGANIZATION, register_panel)
