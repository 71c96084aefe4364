from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_fill_mentions")]

    operations = [
        migrations.AddField(
            model_name="importedfile",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("incident", "incident report"),
                    ("prp", "PRP"),
                    ("sprint", "sprint report"),
                    ("summary", "phase summary"),
                    ("debug_log", "debugging log"),
                    ("solution", "solution note"),
                    ("other", "other"),
                ],
                max_length=20,
            ),
        ),
    ]
