"""Background work of the register. Each job fetches nothing itself: it calls one function, told the time."""

from procrastinate.contrib.django import app

from truongan.kernel import clock
from truongan.movement.actions import tell_vacancies
from truongan.movement.actions.kinds import RECOUNT, recount_kind
from truongan.movement.imports import checking, uploads
from truongan.movement.models import GroupKind


@app.task(name=uploads.CHECK, queue="imports")
def check_upload(upload_id: int) -> None:
    checking.check_upload(upload_id=upload_id, now=clock.now)


@app.task(name=uploads.IMPORT, queue="imports")
def import_upload(upload_id: int) -> None:
    checking.import_upload(upload_id=upload_id, now=clock.now)


@app.periodic(cron="*/2 * * * *")
@app.task(name="movement.pick_up_stalled", queue="imports", pass_context=False)
def pick_up_stalled(timestamp: int) -> None:
    checking.pick_up_stalled(now=clock.now())


@app.periodic(cron="17 2 * * *")
@app.task(name="movement.forget_old_uploads", queue="imports")
def forget_old_uploads(timestamp: int) -> None:
    checking.forget_old_uploads(now=clock.now())


@app.periodic(cron="10 23 * * *")  # six in the morning in Viet Nam
@app.task(name="movement.tell_vacancies", queue="imports", pass_context=False)
def tell_of_vacancies(timestamp: int) -> None:
    tell_vacancies(day=clock.today_vn(), now=clock.now())


@app.task(name=RECOUNT, queue="movement")
def recount_complete_groups(kind_id: int) -> None:
    recount_kind(kind=GroupKind.objects.get(pk=kind_id))
