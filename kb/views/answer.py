from django.shortcuts import render

from kb.forms import PasteForm


def match(request):
    return render(request, "match.html", {"form": PasteForm(request.POST or None, request.FILES or None)})
