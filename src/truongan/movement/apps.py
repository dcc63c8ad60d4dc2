from django.apps import AppConfig


class MovementConfig(AppConfig):
    name = "truongan.movement"

    def ready(self) -> None:
        # Models must be loaded first, hence here.
        from truongan.accounts.panels import contribute_to_person
        from truongan.channels.answers import Answers, contribute_answers
        from truongan.movement.actions.posts import describe_task, take_answer
        from truongan.movement.actions.receipts import take_receipt
        from truongan.movement.models.post import KIND, RECEIPT_KIND
        from truongan.movement.panels import (
            REGISTER_OF_ORGANIZATION,
            REGISTER_OF_PERSON,
            places_panel,
            register_panel,
        )
        from truongan.organizations.panels import contribute

        contribute(REGISTER_OF_ORGANIZATION, register_panel)
        contribute_to_person(REGISTER_OF_PERSON, places_panel)
        contribute_answers(KIND, Answers(take=take_answer, describe=describe_task))
        # Hundreds of members: who is not reached reads it in the group.
        contribute_answers(RECEIPT_KIND, Answers(take=take_receipt, asks_colleagues=False))
