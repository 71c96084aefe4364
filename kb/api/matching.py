"""POST /match: a log in, for each failure in it the verdict with its reason and what is known of the signature."""

from ninja import Field, Router, Schema

from kb.answers import answer_paste
from kb.api.callers import Caller
from kb.api.stories import plain_signature
from kb.models import Signature
from kb.plain_answers import plain_answer
from kb.tokens import Scope
from kb.views.stories import tell
from kb.visibility import hidden_from

router = Router(tags=["match"])


class Paste(Schema):
    text: str = Field(description="An error, a traceback or a whole log.")
    top: int = Field(5, ge=1, le=20, description="How many signatures to name for a failure.")


@router.post("/match", auth=Caller(Scope.MATCH, open_to_all=True), summary="Say of each failure whether it is known")
def match(request, paste: Paste):
    """The verdict is known, similar, unknown or vague. Nothing of the text is stored.

    `signatures` has for every slug that is named the causes, the fixes by outcome, the rules and the test patterns.
    """
    answer = plain_answer(answer_paste(paste.text, hidden_from(request.user)), paste.top)
    slugs = {named["signature"] for failure in answer["failures"] for named in failure["candidates"]}
    told = list(Signature.objects.visible_to(request.user).shown().filter(slug__in=slugs).with_story())
    stories = tell(told)
    return answer | {"signatures": {one.slug: plain_signature(request, one, stories[one.pk]) for one in told}}
