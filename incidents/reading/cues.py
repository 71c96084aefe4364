"""The wording that tells a cause, a change, a demand or nothing at all, where no heading or label does."""

import re

NOTHING = re.compile(
    r"""\A\W*(?:none|n/?a\b|unknown|nothing|no\s(?:\w+\s)?(?:issues?|deviations?|changes?|fix(?:es)?|errors?|failures?|action)\b|ready\s(?:for|to)\b|approved\b|not\sapplicable|
        tbd|todo|pending|null|direct\ssolution|なし|无|resolved\Z|
        20\d\d-\d\d-\d\d)""",
    re.VERBOSE | re.IGNORECASE,
)
TENTATIVE = re.compile(
    r"""\b(?:likely|probably|possibly|perhaps|might|may\sbe|suspect\w*|appears?\sto|seems?\sto|potential(?:ly)?|tbd|
        unclear|hypothes\w+|not\sconfirmed|unconfirmed)\b""",
    re.VERBOSE | re.IGNORECASE,
)
CHECK_ONLY = re.compile(
    r"\A\W*(?:verify|check|confirm|test|review|validate|sync again|see|monitor|document|run the|run tests|rebuilt)\b",
    re.I,
)
FAILURE_WORDS = re.compile(
    r"""\b(?:fix\w*|bug\w*|error\w*|fail\w*|crash\w*|flak\w+|timeout\w*|regression\w*|leak\w*|race|deadlock\w*|broken|
        missing|mismatch\w*|conflict\w*|vulnerabilit\w+|incident\w*|outage\w*|alert\w*|retry|retries|cleanup|rejections?|
        overload\w*|unreliab\w+|broke|wrong\w*|incorrect\w*|los[et]\w*|dropp\w+|unable|cannot|unsupported|[45]\d\d|incompatib\w+|workaround\w*|isolation|stale|hang\w*)\b""",
    re.VERBOSE | re.IGNORECASE,
)
BECAUSE = re.compile(
    r"""(?<!not\s)(?<!nor\s)\b(?:(?:was|were|is|are)\s(?:(?!not\b)\w+\s)?caused\sby|root\scause\s(?:was|is)|because|due\sto|the\s(?:(?:core|main|real|actual|underlying)\s)?(?:bug|problem|
        issue|failure)\s(?:is|was)\sthat|resulted\sfrom|stems?\sfrom|led\sto|causing|which\scaused|this\scauses)\b""",
    re.VERBOSE | re.IGNORECASE,
)
SOLVED_BY = re.compile(
    r"""\b(?:(?:fixed|resolved|solved|addressed|mitigated|worked\saround|eliminated)\s(?:it\s|this\s|the\s\w+\s)?
        (?:by|with|via|using|through)|(?:the\s)?(?:fix|solution|resolution|workaround)\s(?:was|is)\b(?!\s\w+ing\b))""",
    re.VERBOSE | re.IGNORECASE,
)
DISCOVERED = re.compile(
    r"\A\W*(?:identified|found|confirmed|discovered|determined|realized)\s(?:that\s)?", re.IGNORECASE
)
MENDS = re.compile(
    r"\A\W*(?:[A-Z]+:\s)?(?:fix|resolve|repair|correct|address|implement missing|npm audit)\b", re.IGNORECASE
)
STEP = re.compile(r"\A\W*step\s\d+\W+", re.IGNORECASE)
PRESCRIBES = re.compile(
    r"""\A\W*(?:use|replace|need\sto|needs\sto|follow|always|never|wrap|run|create|prefer|avoid|mock|keep|separate|call|pass|
        isolate|clear|reset)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "Immediate fixes (do now)", "Priority 1": what stands below is still to be done.
PLANNED = re.compile(
    r"\b(?:do\snow|to[ -]?do|needed|required|recommended|planned|priority\s\d|next\ssprint)\b", re.IGNORECASE
)
# "Implementation plan": unless the document was carried out, nothing below it was made yet.
PLAN = re.compile(r"\A(?:implementation|fix|action|migration)\splan\b", re.IGNORECASE)
# What is said against risks mends no failure.
RISKS = re.compile(r"\brisks?\b", re.IGNORECASE)
# A file with a count or a remark behind it names no cause and no change.
FILE_ONLY = re.compile(r"\A\W*[\w.-]*(?:/[\w.\[\]-]+)*\.[a-z]{1,5}\W*(?:\([^()]*\)\W*)?\Z", re.IGNORECASE)
# What a pattern's name says when it shows how not to do it.
WRONG_WAY = re.compile(r"\b(?:broken|wrong|bad|anti|old|before|incorrect|problematic|failing)\b", re.IGNORECASE)
# "The fix for both:" and "Two related issues caused this:" announce statements; other words before a colon state one.
# Figures and references are no fixes: "Tests: 9/16 passing", "Issue 14 (duplicate), Issue 7".
FIGURE = re.compile(r"\b\d+\s?/\s?\d+\b|\b\d+(?:\.\d+)?\+?\s?%")
REFERENCE = re.compile(r"\A\W*(?:issues?|bugs?|findings?|[A-Z]{2,5}\d?\sfindings?|#)\s?#?\d+\b", re.IGNORECASE)
ENUMERATES = re.compile(
    r"""\b(?:two|three|four|five|six|several|multiple|following|these|causes?|issues?|bugs?|factors?|reasons?|problems?|
        required|steps?|changes?|decisions?|explicitly|measures?|actions?|rules?|controller|must)\b""",
    re.VERBOSE | re.IGNORECASE,
)
CHANGED = re.compile(
    r"""\b(?:(?:was|were|is|are|been)\s(?:\w+ly\s)?(?:migrated|changed|updated|replaced|moved|added|removed|rewritten|
        refactored|converted|switched|applied|wrapped|split|renamed|broadened)|now\s\w+s\b)""",
    re.VERBOSE | re.IGNORECASE,
)
ALTERNATIVE = re.compile(r"\A\W*(?:or|alternatively|otherwise)\b", re.IGNORECASE)
FIXED_ITEM = re.compile(r"\A\W*(?:fixed|resolved|repaired|corrected|patched)\s", re.IGNORECASE)
EARLIER_FIX = re.compile(
    r"\b(?:previous|earlier|first|initial|prior|original)\s(?:fix|attempt|workaround|patch)\b", re.I
)
# "`name` - reason", "**`name`** - reason", "`test` — reason".
NAMED_REASON = re.compile(r"\A\W*(?:\d+[.)]\s+)?\**`[^`\n]{3,120}`\**\s*[-–—:]+\s*(?P<reason>\S.*)", re.DOTALL)
COMMIT_FIX = re.compile(r"\A\s*(?:[0-9a-f]{7,40}\s)?fix(?:\([^()]*\))?!?:\s(?P<words>.{8,200})\Z")
LEAD_SENTENCE = re.compile(r"\A\W*(?:\d+[.)]\s+)?\*\*(?P<words>[^*\n]{15,200}[.!])\*\*\s")
