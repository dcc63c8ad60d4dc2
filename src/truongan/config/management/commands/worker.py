from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    help = "Chạy các việc nền (nhập tệp, đối chiếu). Chạy được nhiều tiến trình cùng lúc."
    # The checks would load every page of the site, which no job shows; `serve` and `migrate` make them.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--concurrency", type=int, default=1, help="số việc chạy cùng lúc trong tiến trình này")

    def handle(self, *args, **options):
        connector: DjangoConnector = app.connector  # type: ignore[assignment]  # made so by its own Django app
        with app.replace_connector(connector.get_worker_connector()) as worker_app:
            # Running jobs get this long to finish after SIGTERM; a job cut short is safe: its transaction rolls back.
            worker_app.run_worker(concurrency=options["concurrency"], shutdown_graceful_timeout=10)
