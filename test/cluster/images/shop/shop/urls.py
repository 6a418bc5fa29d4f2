from django.urls import path

from shop import views

handler500 = "shop.views.failed"
urlpatterns = [
    path("", views.index),
    path("healthz", views.health),
    path("slow", views.slow),
    path("burn", views.burn),
    path("orders", views.orders),
    path("crash", views.crash),
    path("fill", views.fill),
]
