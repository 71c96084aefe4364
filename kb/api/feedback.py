"""POST of whether a fix worked."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from kb.api.callers import Caller
from kb.curation.feedback import tell_outcome
from kb.models import Fix, Signature
from kb.tokens import Scope

router = Router(tags=["feedback"])


class Outcome(Schema):
    worked: bool
    note: str = Field("", max_length=4000)
    signature: str = Field("", description="The slug of the signature that it was tried for.")


@router.post("/fixes/{int:pk}/feedback", auth=Caller(Scope.FEEDBACK), summary="Say whether a fix worked")
def tell(request, pk: int, outcome: Outcome):
    """Counted beside what documents say, and never mixed with it. Said again it takes the earlier word back."""
    fix = get_object_or_404(Fix.objects.visible_to(request.user).shown(), pk=pk)
    seen = Signature.objects.visible_to(request.user)
    signature = get_object_or_404(seen, slug=outcome.signature) if outcome.signature else None
    try:
        told = tell_outcome(fix, worked=outcome.worked, by=request.user, note=outcome.note, signature=signature)
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error
    return {"fix": told.fix_id, "worked": told.worked}
