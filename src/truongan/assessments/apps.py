from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def take_in_shipped_sets(using: str, plan=(), **_signal) -> None:
    """After every `migrate`: a new release may bring a new set. Nothing is done while tables are taken back."""
    from truongan.assessments.actions import load_shipped  # models must be loaded first
    from truongan.assessments.models import CriteriaSet
    from truongan.kernel.clock import now

    is_there = CriteriaSet._meta.db_table in connections[using].introspection.table_names()
    if not is_there or any(backwards for _migration, backwards in plan):
        return
    load_shipped(now=now())


class AssessmentsConfig(AppConfig):
    name = "truongan.assessments"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.assessments.panels import ASSESSMENTS_OF_ORGANIZATION, assessments_panel
        from truongan.organizations.panels import contribute

        contribute(ASSESSMENTS_OF_ORGANIZATION, assessments_panel)
        post_migrate.connect(take_in_shipped_sets, sender=self, dispatch_uid="assessments.shipped_sets")
