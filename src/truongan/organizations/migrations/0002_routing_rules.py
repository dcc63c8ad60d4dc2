from datetime import date

from django.db import migrations, models

SECTORS = [
    ("government", "Chính quyền"),
    ("committee", "Ban Chỉ đạo"),
    ("police", "Công an"),
    ("education", "Giáo dục"),
    ("health", "Y tế"),
    ("union", "Đoàn thể"),
    ("school", "Trường học"),
]
LEVELS = [
    ("nation", "Trung ương"),
    ("province", "Cấp tỉnh"),
    ("district", "Cấp huyện"),
    ("commune", "Cấp xã"),
    ("school", "Cơ sở"),
]
SCHOOL_LEVELS = [
    ("MN", "Mầm non"),
    ("TH", "Tiểu học"),
    ("THCS", "THCS"),
    ("THPT", "THPT"),
    ("TH_THCS", "TH&THCS"),
    ("THCS_THPT", "THCS&THPT"),
    ("GDTX", "GDTX"),
    ("CDDH", "CĐ, ĐH"),
]

START = date(2000, 1, 1)
NO_DISTRICT_POLICE = date(2025, 3, 1)
TWO_LEVELS = date(2025, 7, 1)
UP_TO_THCS = ("MN", "TH", "THCS", "TH_THCS")
ABOVE = ("THPT", "THCS_THPT", "GDTX", "CDDH")


def defaults():
    """(sector, level, school_level, to_sector, to_level, priority, from, to); an administrator may change every row."""
    for school_level in UP_TO_THCS:
        yield "school", "school", school_level, "education", "district", 1, START, TWO_LEVELS
        yield "school", "school", school_level, "education", "commune", 1, TWO_LEVELS, None
        yield "school", "school", school_level, "committee", "commune", 2, TWO_LEVELS, None
    for school_level in ABOVE:
        yield "school", "school", school_level, "education", "province", 1, START, None
    yield "education", "district", "", "education", "province", 1, START, TWO_LEVELS
    yield "education", "commune", "", "education", "province", 1, TWO_LEVELS, None
    yield "police", "commune", "", "police", "district", 1, START, NO_DISTRICT_POLICE
    yield "police", "commune", "", "police", "province", 1, NO_DISTRICT_POLICE, None
    yield "police", "district", "", "police", "province", 1, START, NO_DISTRICT_POLICE
    for sector in ("committee", "government", "health", "union"):
        yield sector, "commune", "", sector, "district", 1, START, TWO_LEVELS
        yield sector, "commune", "", sector, "province", 1, TWO_LEVELS, None
        yield sector, "district", "", sector, "province", 1, START, TWO_LEVELS


def fill(apps, schema_editor):
    RoutingRule = apps.get_model("organizations", "RoutingRule")
    names = ("sector", "level", "school_level", "to_sector", "to_level", "priority", "valid_from", "valid_to")
    RoutingRule.objects.bulk_create(RoutingRule(**dict(zip(names, row, strict=True))) for row in defaults())


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sector", models.CharField(choices=SECTORS, max_length=12, verbose_name="ngành")),
                ("level", models.CharField(choices=LEVELS, max_length=10, verbose_name="cấp")),
                (
                    "school_level",
                    models.CharField(blank=True, choices=SCHOOL_LEVELS, max_length=10, verbose_name="cấp học"),
                ),
                ("to_sector", models.CharField(choices=SECTORS, max_length=12, verbose_name="báo cáo lên ngành")),
                ("to_level", models.CharField(choices=LEVELS, max_length=10, verbose_name="báo cáo lên cấp")),
                ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="thứ tự")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sector", "level", "school_level", "priority", "valid_from"),
                        name="routing_rule_once_per_kind_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="routing_rule_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
