import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()
# The views are loaded now and not with the first request: a server that listens is a server that answers.
import shop.urls  # noqa: E402,F401
