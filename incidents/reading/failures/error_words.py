"""The words by which a line without an exception's name is known to tell an error, or to tell nothing."""

import re

# "fatal:", "error[E0382]:", "Error TS2307:", "FATAL ERROR: " at the start of a line or after a space or bracket.
MARKER = re.compile(
    r"""(?:^|(?<=[\s\[(:]))
    (?:fatal\ error|fatal|panic|error|err!|critical)
    (?:\[[\w.:-]{1,40}\]|\ [A-Z]{1,4}\d{2,5})?\]?:\s++(?=\S)""",
    re.X | re.I,
)
# A log record's level and all that its format puts before it; the level must stand near the start.
LEVEL = re.compile(
    r"""(?:[^\n]{0,100}?[\s\[|:])??
    (?:ERROR|CRITICAL|FATAL|SEVERE|PANIC)\b
    (?:/[\w-]{1,40}|:[\w.]{1,60}(?=:))?
    [\]|:\s-]++
    (?:\d{1,9}\ ---\ (?:\[[^\]\n]{0,60}\]\ ){1,2}\S{1,80}\s++:\s++ | \[[A-Za-z][\w.]{1,80}\]\s++)?
    (?:[\w.]{1,60}:[\w.]{1,60}\.py:\d{1,6}\s++)?""",
    re.X,
)
WORDS = re.compile(
    r"""\b(?:
    errors?|failed|failure|fails?|fatal|panic(?:ked)?|exceptions?|abort(?:ed|ing)?|crash(?:ed)?|killed|terminated
    |cannot|can't|can’t|could\ not|couldn't|unable\ to|won't|doesn't|don't|isn't
    |(?:does|do|is|are|was|were|must|did)\ not
    |not\ (?:a|found|allowed|permitted|supported|defined|installed|callable|valid|available|configured)
    |no\ (?:such|space|attribute|module)|never\ awaited|denied|refused|rejected|unauthori[sz]ed|forbidden
    |timed\ out|timeout|exceed(?:ed|s)|expired|overflow|too\ (?:many|large|long|old)|out\ of\ (?:memory|range|bounds)
    |invalid|unsupported|unexpected|undefined|unknown|unregistered|unresolved|unhandled|unreachable|missing|required
    |segmentation\ fault|core\ dumped|deadlock|reset\ by\ peer|broken\ pipe
    |already\ (?:exists|in\ use|allocated|running|defined)|locked|read-?only|malformed|corrupt(?:ed)?
    |violat(?:es|ion)|conflict(?:s|ing)?|mismatch|rolled\ back|destroyed|leaked
    |bound\ to|multiple|another|attempt(?:ed)?\ to|attempt\ has\ been|non-zero|exit\ (?:code|status)|bad
    )\b""",
    re.X | re.I,
)
# Says only that something failed, counts failures, or speaks of errors without being one.
BOILERPLATE = re.compile(
    r"""(?:process\ completed\ with\ exit\ code|bash\ exited\ with\ code|command\ failed\ with\ exit\ code)
    |[^\n]{1,300}\[\ {0,2}\d{1,3}%\]$
    |npm\ (?:ERR!|error)\ (?:a\ complete\ log|code\s|errno\s|path\s|syscall\s)
    |(?:for\ further|for\ more)\ information\ |traceback\ \(most
    |(?:\S{1,300}\ )?runtimewarning:\ enable\ tracemalloc
    |\w+\ \([\w.]+\)\ \.\.\.\ (?:ok|error|fail|skipped|expected\ failure|unexpected\ success)\b
    |[=!_]{3,}|(?:collect(?:ed|ing)|plugins:|rootdir:|platform\ |ran\ \d|ok\b|pass(?:ed)?\b)
    |(?:\d{1,6}\ (?:failed|passed|errors?|warnings?|skipped|deselected|xfailed|xpassed)\b(?:,\ |\ in\ |$))
    |(?:no|0)\ (?:errors?|failures?)\b|failed\ \((?:failures|errors)=|(?:raise|throw|return|import|from|def|class)\ """,
    re.X | re.I,
)
# What a tool says when another one below it has failed and told why. A line that names its own reason is none of these.
FOLLOWS = re.compile(
    r"""(?:\*\*\*\ \[.{0,300}\]\ error\ \d | (?:collect2:\ )?(?:error:\ )?ld\ returned\ \d
    |(?:clang\S*:\ )?(?:error:\ )?linker\ command\ failed\ with\ exit\ code
    |(?:error:\ )?(?:could\ not\ compile\ .{1,100}\ due\ to|aborting\ due\ to)
    |(?:error:\ )?(?:process\ completed|script\ returned|job\ failed:|command\ failed
        |the\ process\ '[^']{1,300}'\ failed)
        (?:\ with)?\ exit\ (?:code|status)
    |build\ step\ .{1,100}\ marked\ build\ as\ failure | elifecycle\b | lifecycle\ script\ .{1,100}\ failed
    |execution\ of\ \S{1,100}\ aborted | begin\ failed-- | exception\ in\ worker\ process$
    |found\ \d{1,6}\ errors?\b | test\ failed\.\s+see\ above | error:\ test\ failed,\ to\ rerun)""",
    re.X | re.I,
)
# A line that ends so is not the end of its sentence.
JOINING_END = re.compile(
    r"(?:,|\b(?:from|the|an?|to|in|of|by|with|on|before|and|or|is|are|was|not|for|at|that|which|be))$"
)
