from django.contrib.auth.models import Permission


def list_rights():
    return [f"{right.content_type.model}: {right.codename}" for right in Permission.objects.order_by("pk")[:3]]
