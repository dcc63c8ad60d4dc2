from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from truongan.demo.actions import CannotLoad, clear_demo, load_demo, write_workbooks
from truongan.demo.cast import CAST, PASSWORD
from truongan.kernel.clock import now, today_vn
from truongan.movement.imports.importing import CannotImport


class Command(BaseCommand):
    help = "Nạp tỉnh minh họa (trường và người hư cấu) bằng chính chức năng nhập tệp; chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="xóa bản minh họa đang có rồi nạp lại từ đầu")
        parser.add_argument(
            "--workbooks", metavar="DIR", type=Path, help="chỉ ghi các tệp Excel của tỉnh minh họa vào DIR"
        )
        parser.add_argument(
            "--until", metavar="NGÀY", type=date.fromisoformat, help="kể đến ngày này (mặc định: hôm nay)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"] or today_vn()
        if options["workbooks"]:
            written = write_workbooks(folder=options["workbooks"], until=until)
            self.stdout.write(f"Đã ghi {len(written)} tệp vào {options['workbooks']}.")
            return
        if settings.SECURE_SSL_REDIRECT:
            # The demonstration's accounts, an administrator's among them, have a password everybody knows.
            raise CommandError("Máy này phục vụ qua HTTPS: không nạp tỉnh minh họa, vì mật khẩu của nó ai cũng biết.")
        try:
            if options["reset"]:
                self._clear()
            count = load_demo(until=until, now=now(), say=self._say)
        except CannotLoad as reason:
            raise CommandError(str(reason)) from reason
        except CannotImport as reason:
            raise CommandError(f"{reason} {reason.plan.counts}") from reason
        self.stdout.write(f"Đã nhập {count} tệp." if count else "Tỉnh minh họa đã có đủ, không nạp thêm gì.")
        self._introduce()

    def _clear(self) -> None:
        clear_demo()
        call_command("migrate", verbosity=0)

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()

    def _introduce(self) -> None:
        self.stdout.write(f"\nTài khoản minh họa, mật khẩu chung: {PASSWORD}")
        for member in CAST:
            self.stdout.write(f"  {member.username:<18}{member.does}")
        self.stdout.write("\nTiếp theo: `truongan serve`, rồi mở http://127.0.0.1:8000/so-lieu/?ngay=2021-09-14")
