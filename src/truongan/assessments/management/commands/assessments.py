from django.core.management.base import BaseCommand

from truongan.assessments.actions import load_shipped
from truongan.kernel.clock import now


class Command(BaseCommand):
    help = "Nạp các bộ tiêu chí có sẵn vào hệ thống; bộ đã có hoặc đã sửa thì giữ nguyên"

    def add_arguments(self, parser):
        parser.add_argument("task", choices=["load"])

    def handle(self, *args, **options):
        added = load_shipped(now=now())
        for each in added:
            self.stdout.write(f"Đã nạp {each.code}, bản {each.version}{'' if each.is_current else ' (chưa dùng)'}")
        if not added:
            self.stdout.write("Không có gì mới.")
