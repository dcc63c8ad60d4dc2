from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "truongan.channels"

    def ready(self) -> None:
        from truongan.accounts.workplace import contribute_waiting  # models are ready only now
        from truongan.channels.actions.incoming import contribute_event_work
        from truongan.channels.actions.manual import describe_manual, take_manual_answer
        from truongan.channels.actions.sms_replies import work_sms_event
        from truongan.channels.actions.trying import TRIAL_KIND, take_trial
        from truongan.channels.actions.zalo_events import work_zalo_event
        from truongan.channels.answers import Answers, contribute_answers
        from truongan.channels.handing_over.planning import MANUAL_KIND
        from truongan.channels.queries import unread_count

        contribute_waiting("channels:inbox", unread_count)
        contribute_answers(TRIAL_KIND, Answers(take=take_trial, asks_colleagues=False))
        contribute_answers(MANUAL_KIND, Answers(take=take_manual_answer, describe=describe_manual))
        contribute_event_work("zalo", work_zalo_event)
        contribute_event_work("sms", work_sms_event)
