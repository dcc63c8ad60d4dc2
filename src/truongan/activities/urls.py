from django.urls import path

from truongan.activities.views import details, lists, photos, recording

app_name = "activities"
urlpatterns = [
    path("", lists.activity_list, name="list"),
    path("xuat/", lists.export, name="export"),
    path("nhat-ky/", lists.month, name="month"),
    path("ghi/", recording.new, name="new"),
    path("ghi/nhap/", recording.draft_save, name="draft_save"),
    path("ghi/nhap/<int:pk>/bo/", recording.draft_discard, name="draft_discard"),
    path("<int:pk>/", details.activity, name="activity"),
    path("<int:pk>/sua/", recording.edit, name="edit"),
    path("<int:pk>/huy/", recording.void, name="void"),
    path("<int:pk>/bien-ban.<str:form>", details.minutes, name="minutes"),
    path("<int:pk>/anh/", photos.album, name="album"),
    path("<int:pk>/anh/them/", photos.add, name="photo_add"),
    path("anh/<int:pk>/", photos.photo, name="photo"),
    path("anh/<int:pk>/nho/", photos.thumbnail, name="thumbnail"),
    path("anh/<int:pk>/go/", photos.remove, name="photo_remove"),
]
