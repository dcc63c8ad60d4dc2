from truongan.activities.models.activity import Activity, ActivityDraft, ActivityPerson, ActivityScheme, Audience
from truongan.activities.models.photo import Photo

__all__ = ["Activity", "ActivityDraft", "ActivityPerson", "ActivityScheme", "Audience", "Photo"]
