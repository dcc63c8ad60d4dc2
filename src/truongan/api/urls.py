from django.urls import path

from truongan.api.views import keeping

app_name = "api"
urlpatterns = [
    path("", keeping.home, name="home"),
    path("ma/them/", keeping.token_add, name="token_add"),
    path("ma/<int:pk>/thu-hoi/", keeping.token_revoke, name="token_revoke"),
    path("bao/them/", keeping.subscription_add, name="subscription_add"),
    path("bao/<int:pk>/", keeping.deliveries, name="deliveries"),
    path("bao/<int:pk>/dung/", keeping.subscription_end, name="subscription_end"),
    path("lan-gui/<int:pk>/gui-lai/", keeping.delivery_resend, name="delivery_resend"),
]
