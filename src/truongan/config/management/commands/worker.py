import asyncio
import signal

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, close_old_connections
from procrastinate import App, PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector

# A lane of its own for what must be quick: a long import never delays an alert. Two alerts go side by side with the
# housekeeping; more would only wait for each other on two cores.
_QUICK, _QUICK_LANES = "channels", 3
_POLL = 1.0  # seconds: deliveries that wait for their time are no notifications
_GRACE = 10  # seconds running jobs get after SIGTERM; a job cut short is safe: its transaction rolls back


class _OfTheWorker(PsycopgConnector):
    """Fetches jobs through a pool of its own, while what a job calls for goes through Django's connection.

    Through the pool it would not belong to the job's transaction: another lane would take it before there is anything
    to find, and a case passed on, or a roll-call of a schedule, would lie until somebody looks after the outbox.
    """

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector(alias=DEFAULT_DB_ALIAS)


def worker_connector() -> PsycopgConnector:
    """What the worker asks for jobs with."""
    return _OfTheWorker(kwargs=connector_params(DEFAULT_DB_ALIAS))


class Command(BaseCommand):
    help = "Chạy các việc nền (gửi tin, nhập tệp, đối chiếu). Chạy được nhiều tiến trình cùng lúc."
    # The checks would load every page of the site, which no job shows; `serve` and `migrate` make them.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--concurrency", type=int, default=1, help="số việc dài chạy cùng lúc trong tiến trình này"
        )

    def handle(self, *args, **options):
        with app.replace_connector(worker_connector()) as worker_app:
            asyncio.run(_run(worker_app, options["concurrency"]))


async def _run(worker_app: App, concurrency: int) -> None:
    """Both lanes until SIGTERM or Ctrl-C; if one of them breaks, both end, and `serve` starts the worker again."""
    async with worker_app.open_async():
        worker_app.perform_import_paths()
        others = sorted({task.queue for task in worker_app.tasks.values()} - {_QUICK})
        lanes = [
            asyncio.create_task(_lane(worker_app, [_QUICK], _QUICK_LANES)),
            asyncio.create_task(_lane(worker_app, others, concurrency)),
        ]
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, _stop, lanes)
        done, _rest = await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
        _stop(lanes)
        await asyncio.gather(*lanes, return_exceptions=True)
        for lane in done:
            if not lane.cancelled() and (reason := lane.exception()):
                raise reason


async def _lane(worker_app: App, queues: list[str], concurrency: int) -> None:
    await worker_app.run_worker_async(
        queues=queues,
        concurrency=concurrency,
        fetch_job_polling_interval=_POLL,
        shutdown_graceful_timeout=_GRACE,
        delete_jobs="successful",  # the rows of their contexts are the record, millions of done jobs are none
        install_signal_handlers=False,
        task_middleware=[_with_a_living_connection],
    )


def _stop(lanes: list[asyncio.Task]) -> None:
    for lane in lanes:
        lane.cancel()


def _with_a_living_connection(call_next, context, worker):
    """The database may have restarted since this thread last asked it."""
    close_old_connections()
    return call_next()
