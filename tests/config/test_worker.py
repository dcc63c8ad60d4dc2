"""What a job calls for belongs to the job's own transaction, as it does in the web server."""

import asyncio

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from truongan.config.management.commands.worker import worker_connector

pytestmark = pytest.mark.django_db(transaction=True)
_CALLED = ProcrastinateJob.objects.filter(task_name="tests.worker")


class _Broken(Exception):
    pass


def _call() -> None:
    app.configure_task("tests.worker", queue="tests", allow_unknown=True).defer()


def _in_the_worker(job) -> None:
    """Run it as the worker runs a job: in a thread, while the worker's own connections are open."""

    def alone() -> None:
        try:
            job()
        finally:
            connections.close_all()

    async def run() -> None:
        async with worker_app.open_async():
            await asyncio.to_thread(alone)

    with app.replace_connector(worker_connector()) as worker_app:
        asyncio.run(run())


def test_what_a_job_calls_for_is_undone_with_it():
    def job() -> None:
        with transaction.atomic():
            _call()
            raise _Broken

    with pytest.raises(_Broken):
        _in_the_worker(job)
    assert not _CALLED.exists()


def test_what_a_job_calls_for_is_called_with_its_commit():
    def job() -> None:
        with transaction.atomic():
            _call()

    _in_the_worker(job)
    assert _CALLED.count() == 1
