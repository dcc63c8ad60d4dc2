from django.db import migrations

from truongan.web.page_cache import announce_changes


class Migration(migrations.Migration):
    """What any public figure is counted from, by whichever of many actions, imports and rebuilds it is written."""

    dependencies = [
        ('figures', '0001_seals'),
        ('territory', '0002_boundaries'),
        ('organizations', '0004_departments_report_to_the_committee'),
        ('movement', '0009_ledger_by_day'),
        ('plans', '0002_measures_and_plans_of_directives'),
        ('activities', '0001_activities_audiences_photos'),
        ('assessments', '0001_criteria_rounds_and_assessments'),
    ]

    operations = [
        announce_changes(
            'figures',
            'territory_administrativeunit',
            'territory_succession',
            'territory_boundary',
            'organizations_organization',
            'organizations_placement',
            'organizations_schoolprofile',
            'movement_schemetype',
            'movement_scheme',
            'movement_team',
            'movement_teammembership',
            'movement_connectiongroup',
            'movement_groupmembership',
            'movement_formerholding',
            'movement_ledgerrow',
            'movement_ledgerbalance',
            'movement_personpresence',
            'plans_plan',
            'activities_activity',
            'activities_audience',
            'assessments_criteriaset',
            'assessments_assessmentround',
            'assessments_registration',
            'assessments_assessment',
            'assessments_judgement',
            'assessments_recognitiondecision',
            'assessments_recognition',
            'figures_seal',
            'figures_sealedfigure',
        ),
        announce_changes('schools', 'organizations_organization', 'organizations_placement', 'organizations_schoolprofile'),
    ]
