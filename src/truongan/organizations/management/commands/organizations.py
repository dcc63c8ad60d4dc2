from django.core.management.base import BaseCommand, CommandError

from truongan.kernel.clock import now
from truongan.kernel.dates import parse_vn_date
from truongan.organizations.actions import follow_succession


class Command(BaseCommand):
    help = "Chuyển địa bàn theo một lần sắp xếp đơn vị hành chính: truongan organizations follow 01/07/2025"

    def add_arguments(self, parser):
        parser.add_argument("task", choices=["follow"])
        parser.add_argument("day", help="ngày sắp xếp có hiệu lực: 01/07/2025 hoặc 2025-07-01")

    def handle(self, *args, **options):
        try:
            day = parse_vn_date(options["day"])
        except ValueError:
            day = None
        if day is None:
            raise CommandError(f"Không đọc được ngày {options['day']}.")
        followed = follow_succession(actor=None, effective_on=day, now=now())
        self.stdout.write(f"Đã chuyển {followed.placed} đơn vị.")
        for placement in followed.needs_placement:
            self.stdout.write(f"Cần đặt địa bàn: {placement.organization} ({placement.unit})")
