from django.db import migrations

from truongan.incidents.starters import categories, diseases, limits, severities, violation_levels

# A case's place is its organization's: kept equal by the database, whoever moves an organization.
FOLLOW = """
CREATE FUNCTION incidents_follow_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE incidents_incident SET place_path = NEW.place_path WHERE organization_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER incidents_follow_place AFTER UPDATE OF place_path ON organizations_organization
  FOR EACH ROW WHEN (OLD.place_path IS DISTINCT FROM NEW.place_path) EXECUTE FUNCTION incidents_follow_place();
"""
UNFOLLOW = """
DROP TRIGGER incidents_follow_place ON organizations_organization;
DROP FUNCTION incidents_follow_place();
"""


def fill(apps, _schema_editor) -> None:
    for name, rows in (
        ("Category", categories()),
        ("Severity", severities()),
        ("ViolationLevel", violation_levels()),
        ("Disease", diseases()),
        ("Limit", limits()),
    ):
        model = apps.get_model("incidents", name)
        model.objects.bulk_create(model(**row) for row in rows)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_incidents")]
    operations = [
        migrations.RunSQL(FOLLOW, UNFOLLOW),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
