from django.db import models
from modelsearch import index


class Report(index.Indexed, models.Model):
    title = models.TextField()
    body = models.TextField()
    kind = models.CharField(max_length=20, db_index=True)
    restricted = models.BooleanField()

    search_fields = [
        index.SearchField("title", boost=6),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("restricted"),
    ]
    search_auto_update = False

    def __str__(self):
        return self.title
