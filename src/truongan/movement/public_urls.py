"""Where members of a group say that they have read a post: nobody has to sign in."""

from django.urls import path

from truongan.movement.views import posts

app_name = "movement_public"
urlpatterns = [path("<str:code>/", posts.receipt, name="receipt")]
