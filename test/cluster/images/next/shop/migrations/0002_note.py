import time

from django.db import migrations, models


def take_a_while(apps, schema_editor):
    # Long enough to see that new pods wait.
    time.sleep(5)


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.RunPython(take_a_while, migrations.RunPython.noop),
        # A default in the database: the version before goes on inserting rows meanwhile.
        migrations.AddField("order", "note", models.CharField(max_length=64, default="", db_default="")),
    ]
