"""Settings from the environment, as a twelve-factor application has them."""
import os
from urllib.parse import urlsplit


def database(url):
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "USER": parts.username,
        "PASSWORD": parts.password,
        "CONN_MAX_AGE": int(os.environ.get("CONN_MAX_AGE", "60")),
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = os.environ.get("SECRET_KEY", "not a secret: only tests run this")
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "sqlite:////tmp/shop.sqlite3"))}
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.sessions", "shop.apps.ShopConfig"]
ROOT_URLCONF = os.environ.get("ROOT_URLCONF", "shop.urls")
WSGI_APPLICATION = "shop.wsgi.application"
USE_TZ = True
