"""GET of one entry of the catalogue, with all evidence it rests on."""

from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Router

from kb.api.callers import Caller
from kb.api.stories import plain_entry, plain_evidence, plain_signature
from kb.catalogue import STATEMENTS
from kb.models import Signature
from kb.tokens import Scope
from kb.views.stories import tell

router = Router(tags=["catalogue"], auth=Caller(Scope.READ, open_to_all=True))
KINDS = {model._meta.verbose_name_plural: model for model in STATEMENTS.values()}


@router.get("/signatures/{slug:slug}", summary="A signature with its causes, fixes by outcome, rules and patterns")
def signature(request, slug: str):
    found = get_object_or_404(Signature.objects.visible_to(request.user).with_story(), slug=slug)
    told = plain_signature(request, found, tell([found])[found.pk])
    return told | {"evidence": [plain_evidence(request, each) for each in found.evidence.all()]}


@router.get("/entries/{kind}/{int:pk}", summary="A cause, fix, rule or pattern")
def statement(request, kind: Literal["causes", "fixes", "rules", "patterns"], pk: int):
    found = get_object_or_404(KINDS[kind].objects.visible_to(request.user).with_evidence(), pk=pk)
    evidence = [plain_evidence(request, each) for each in found.evidence.all()]
    return plain_entry(request, found) | {"evidence": evidence}
