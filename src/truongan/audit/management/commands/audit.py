from django.core.management.base import BaseCommand, CommandError

from truongan.audit.actions import broken_links
from truongan.audit.models import Entry


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký: truongan audit verify"

    def add_arguments(self, parser):
        parser.add_argument("task", choices=["verify"])

    def handle(self, *args, **options):
        broken = list(broken_links())
        for pk, reason in broken:
            self.stderr.write(f"Dòng {pk}: {reason}")
        if broken:
            raise CommandError(f"Nhật ký bị đứt ở {len(broken)} dòng.")
        last = Entry.objects.order_by("-pk").values_list("hash", flat=True).first() or "–"
        self.stdout.write(f"Nhật ký nguyên vẹn: {Entry.objects.count()} dòng. Mã băm dòng cuối: {last}")
