from django.contrib.auth.models import Permission


def list_rights():
    rights = Permission.objects.select_related("content_type").order_by("pk")[:3]
    return [f"{right.content_type.model}: {right.codename}" for right in rights]
