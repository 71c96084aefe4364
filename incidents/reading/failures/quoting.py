"""Where a message ends that somebody pasted inside a sentence, a comment or backticks."""

CLOSING = {"`": "`", '"': '"', "'": "'", "“": "”", "‘": "’", "«": "»"}


def said(line: str, start: int) -> str:
    """What `line` says from `start` on: to its end, or to the quote that closes one standing just before `start`."""
    text = line[start:].rstrip()
    opening = line[start - 1] if start else ""
    if opening not in CLOSING:
        return _without_stray_quote(text)
    end = _closing(text, CLOSING[opening])
    return text if end < 0 else text[:end]


def unquoted(line: str, start: int, opened_at: int) -> str:
    """Like `said`, for a message whose prefix ("TypeError: ") begins at `opened_at`, after the quote."""
    prefix = start - opened_at
    return said(line, opened_at)[prefix:].strip() if prefix > 0 else said(line, start).strip()


def _without_stray_quote(text: str) -> str:
    """`text` without a quote at its end that was opened somewhere before it."""
    return text[:-1] if text.endswith(("`", '"')) and text.count(text[-1]) % 2 else text


def _closing(text: str, quote: str) -> int:
    end = _quote_after_a_word(text, quote, 0)
    if end >= 0 and text[:end].count(quote) % 2:
        further = _quote_after_a_word(text, quote, end + 1)
        return further if further >= 0 else end
    return end


def _quote_after_a_word(text: str, quote: str, start: int) -> int:
    end = text.find(quote, start)
    while end >= 0 and not _closes(text, end):
        end = text.find(quote, end + 1)
    return end


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and not (after.isalnum() or after == "_")
