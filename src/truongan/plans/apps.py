from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "truongan.plans"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.organizations.panels import contribute
        from truongan.plans.panels import PLANS_OF_ORGANIZATION, organization_panel

        contribute(PLANS_OF_ORGANIZATION, organization_panel)
