from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def take_in_shipped_matrix(using: str, plan=(), **_signal) -> None:
    """After every `migrate`: an installation begins with a matrix. Nothing is done while tables are taken back."""
    from truongan.duty.matrix.shipped import take_in_defaults  # models must be loaded first
    from truongan.duty.models import RuleTarget

    is_there = RuleTarget._meta.db_table in connections[using].introspection.table_names()
    if not is_there or any(backwards for _migration, backwards in plan):
        return
    take_in_defaults()


class DutyConfig(AppConfig):
    name = "truongan.duty"
    verbose_name = "Trực và định tuyến"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.channels.answers import Answers, contribute_answers
        from truongan.duty.actions import KIND, describe, take_answer

        contribute_answers(KIND, Answers(take=take_answer, describe=describe, over=_("Cuộc điểm danh đã đóng.")))
        post_migrate.connect(take_in_shipped_matrix, sender=self, dispatch_uid="duty.shipped_matrix")
