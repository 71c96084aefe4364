"""An answer to a paste as plain values, for programs: the command line's JSON and the API's."""

from kb.models import Signature


def plain_answer(paste, top):
    """`paste` as a dict that JSON can hold, with at most `top` signatures a failure, each named by its slug."""
    slugs = slugs_of([paste])
    return {"failures": [_failure(answer, slugs, top) for answer in paste.answers], "notices": paste.notices}


def slugs_of(pastes):
    """{signature id: slug} of all that the answers to some pastes name."""
    ids = {match.signature for paste in pastes for answer in paste.answers for match in answer.matches}
    return dict(Signature.objects.filter(pk__in=ids).values_list("pk", "slug"))


def _failure(answer, slugs, top):
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "advice": answer.advice,
        "lines": answer.failure.lines,
        "errors": [
            {"type": error.type, "message": error.message, "line": error.line} for error in answer.failure.errors
        ],
        "candidates": [_candidate(match, slugs[match.signature]) for match in answer.matches[:top]],
    }


def _candidate(match, slug):
    return {
        "signature": slug,
        "score": match.score,
        "level": match.level,
        "reason": match.reason,
        "line": match.line,
        "differs": match.differs,
        "parameters": match.parameters,
    }
