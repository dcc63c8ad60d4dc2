from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "truongan.plans"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.movement.panels import contribute_to_scheme
        from truongan.organizations.panels import contribute
        from truongan.plans.panels import MEASURES_OF_SCHEME, PLANS_OF_ORGANIZATION, organization_panel, scheme_panel

        contribute(PLANS_OF_ORGANIZATION, organization_panel)
        contribute_to_scheme(MEASURES_OF_SCHEME, scheme_panel)
