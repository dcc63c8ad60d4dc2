import json
from typing import Any

from django.core.management.base import BaseCommand

from truongan.channels.models import Channel, Delivery
from truongan.channels.queries.desk import explanation, failed_deliveries
from truongan.web.formats import vn_datetime


class Command(BaseCommand):
    help = "Các lần gửi tin: những tin không tới và vì sao"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["list"])
        parser.add_argument("--dead", action="store_true", help="những tin không ai thử lại nữa (mặc định)")
        parser.add_argument("--channel", choices=Channel.values, default="", help="chỉ một kênh")
        parser.add_argument("--limit", type=int, default=200)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        rows = failed_deliveries(channel=options["channel"])[: max(1, options["limit"])]
        if options["format"] == "json":
            self.stdout.write(json.dumps([_as_json(each) for each in rows], ensure_ascii=False, indent=2))
            return
        for each in rows:
            who = each.recipient.person.name if each.recipient.person else each.recipient.place
            self.stdout.write(
                f"{vn_datetime(each.created_at)}  {each.key}  {each.channel}  {who}: {each.message.subject}"
            )
            self.stdout.write(f"    {each.state} {each.error_code} {each.error_text}".rstrip())
            if why := explanation(each.channel, each.error_code):
                self.stdout.write(f"    {why}")


def _as_json(each: Delivery) -> dict[str, Any]:
    return {
        "key": each.key,
        "channel": each.channel,
        "state": each.state,
        "person": each.recipient.person_id,
        "place": each.recipient.place,
        "organization": each.recipient.organization.code if each.recipient.organization else None,
        "message": each.message_id,
        "cause": each.message.cause,
        "error_code": each.error_code,
        "error_text": each.error_text,
        "explanation": explanation(each.channel, each.error_code),
        "attempts": each.attempts,
        "created_at": each.created_at.isoformat(),
    }
