from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path


def form(request):
    return JsonResponse({"token": get_token(request)})


def store(request):
    return JsonResponse({"stored": request.POST["article"]})


urlpatterns = [path("form/", form), path("orders/", store)]
