"""Words that say little by themselves."""

# Words that two statements may share without speaking of the same thing.
SMALL_WORDS = frozenset(
    {"the", "and", "for", "was", "were", "are", "with", "from", "its", "this", "that", "not", "when", "which", "after"}
    | {"before", "than", "then", "but", "into", "only", "all", "each", "any", "per", "now", "has", "have", "had"}
    | {"use", "used", "using", "add", "added", "test", "tests", "fix", "fixed", "error", "errors"}
)
