from django.db import migrations


def fail(apps, schema_editor):
    raise RuntimeError("this migration is made to fail")


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_note")]
    operations = [migrations.RunPython(fail, migrations.RunPython.noop)]
