from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "truongan.channels"

    def ready(self) -> None:
        from truongan.accounts.workplace import contribute_waiting  # models are ready only now
        from truongan.channels.queries import unread_count

        contribute_waiting("channels:inbox", unread_count)
