from django.db import models


class Order(models.Model):
    """One accepted POST; `number` is the client's, so that none is lost or counted twice unseen."""

    number = models.CharField(max_length=64, unique=True)
