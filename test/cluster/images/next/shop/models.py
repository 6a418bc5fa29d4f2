from django.db import models


class Order(models.Model):
    """One accepted POST; this version also keeps a note, which the versions before it do not know of."""

    number = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=64, default="", db_default="")
