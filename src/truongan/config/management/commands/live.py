from django.core.management.base import BaseCommand

from truongan.config import environment
from truongan.web.live import serving


class Command(BaseCommand):
    help = "Chạy riêng luồng cập nhật trực tiếp (khi `serve --no-live`); trang mở sẽ tự làm mới khi có thay đổi."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--host", default=environment.value("TRUONGAN_HOST"))
        parser.add_argument("--port", type=int, default=int(environment.value("TRUONGAN_PORT")) + 1)

    def handle(self, *args, **options):
        serving.run(options["host"], options["port"])
