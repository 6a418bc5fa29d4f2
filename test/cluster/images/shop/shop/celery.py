"""The worker's application; its broker is whatever REDIS_URL names."""
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
app = Celery("shop", broker=os.environ.get("REDIS_URL", "memory://"))
