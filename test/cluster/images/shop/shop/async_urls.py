from django.urls import path

from shop import async_views, views

handler500 = "shop.views.failed"
urlpatterns = [
    path("", async_views.index),
    path("healthz", async_views.health),
    path("slow", async_views.slow),
    path("burn", views.burn),
    path("orders", async_views.orders),
]
