from django.db import migrations, models

_INCLUDED = (
    "organization", "type", "sign", "by_transfer", "schemes", "schemes_built", "schemes_replicated",
    "schemes_strengthened", "schemes_restaffed", "schemes_active", "teams", "team_memberships", "team_persons",
    "groups", "groups_connected", "groups_complete", "groups_active", "group_memberships", "group_persons", "covered",
)  # fmt: skip


class Migration(migrations.Migration):
    # Zero until `truongan ledger rebuild`, as after every upgrade that changes what is counted.

    dependencies = [("movement", "0010_groups_alive")]

    operations = [
        migrations.RemoveIndex(model_name="ledgerrow", name="ledger_by_day"),
        migrations.AddField(model_name="ledgerbalance", name="groups_complete", field=models.IntegerField(default=0)),
        migrations.AddField(model_name="ledgerrow", name="groups_complete", field=models.IntegerField(default=0)),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(fields=["day"], include=_INCLUDED, name="ledger_by_day"),
        ),
    ]
