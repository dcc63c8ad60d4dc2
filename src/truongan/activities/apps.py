from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "truongan.activities"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.activities import panels
        from truongan.movement.panels import contribute_to_scheme
        from truongan.organizations.panels import contribute
        from truongan.plans.panels import contribute as contribute_to_plan

        contribute(panels.ACTIVITIES, panels.organization_panel)
        contribute_to_scheme(panels.ACTIVITIES, panels.scheme_panel)
        contribute_to_plan(panels.ACTIVITIES_OF_PLAN, panels.plan_panel)
