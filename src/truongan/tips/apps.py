from django.apps import AppConfig


class TipsConfig(AppConfig):
    name = "truongan.tips"
    verbose_name = "Tố giác"

    def ready(self) -> None:
        from truongan.accounts.workplace import contribute_door  # models are ready only now
        from truongan.tips.queries.desk import is_officer

        contribute_door("tips_desk:queue", is_officer)
