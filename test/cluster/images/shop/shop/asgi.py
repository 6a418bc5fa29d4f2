import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
os.environ.setdefault("ROOT_URLCONF", "shop.async_urls")
# Each request has a thread of its own for the database: a connection that were kept would never be used again.
os.environ.setdefault("CONN_MAX_AGE", "0")

from django.core.asgi import get_asgi_application  # noqa: E402

application = get_asgi_application()
import shop.async_urls  # noqa: E402,F401
