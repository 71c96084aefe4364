"""The pictures that documents show: the bytes once, and every place where they were found."""

from django.db import models
from django.urls import reverse


class Picture(models.Model):
    """The bytes of a picture, once however many places hold it. `type` is told by the bytes, never by a name."""

    class Type(models.TextChoices):
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"
        GIF = "image/gif", "GIF"
        WEBP = "image/webp", "WebP"
        AVIF = "image/avif", "AVIF"

    sha256 = models.CharField(max_length=64, unique=True)
    type = models.CharField(max_length=20, choices=Type)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    def __str__(self):
        return f"{self.get_type_display()} of {self.size} bytes"

    def get_absolute_url(self):
        return reverse("picture", args=[self.sha256])


class PicturePlace(models.Model):
    """Where a picture was found: `location` and `path` as a document's, `name` its file name as a Mention's key."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="places")
    location = models.CharField(max_length=600, unique=True)
    path = models.CharField(max_length=1000)
    name = models.CharField(max_length=600)

    class Meta:
        indexes = [models.Index(fields=["name"], name="picture_by_name")]

    def __str__(self):
        return self.path

    def get_absolute_url(self):
        return self.picture.get_absolute_url()
