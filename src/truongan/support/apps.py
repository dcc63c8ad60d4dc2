from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "truongan.support"
    verbose_name = "Hỗ trợ"

    def ready(self) -> None:
        from truongan.accounts.workplace import contribute_waiting  # models are ready only now
        from truongan.support.queries import waiting_count

        contribute_waiting("support_work:queue", waiting_count)
