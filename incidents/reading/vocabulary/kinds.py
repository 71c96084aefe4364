"""What speaks for each kind of document."""

from incidents.reading.vocabulary.phrases import row

# kind, weight, and the words that speak for it; `KEYS` of the front-matter weigh most, the body's headings least.
KIND_BY_KEYS = (
    row("solution", "problem type | resolution type"),
    row(
        "prp",
        "must haves | wave | depends on | planning source | files to modify | artifact contract | feature branch",
    ),
    row("debug_log", "trigger | symptoms prefilled"),
    row(
        "summary",
        "subsystem | tech stack | key files | patterns established | requirements completed | key decisions",
    ),
    row("incident", "company | incident | affected services | time to detect"),
)
KIND_BY_TITLE = (
    row(
        "incident",
        "incident | postmortem | post mortem | outage | root cause analysis | rca | 障害 | ポストモーテム | 事故 | "
        "störung | vorfall",
    ),
    row(
        "prp",
        "^prp | =prp | product requirement | implementation plan | plan | =rfc | proposal | specification | roadmap",
    ),
    row(
        "debug_log",
        "debugging log | debug log | debug session | debugging session | debug | debugging | diagnostic",
    ),
    row("debug_log", "diagnostics guide | investigation | bug fix | fix plan | test failures"),
    row(
        "sprint",
        "sprint | status report | project status | status | weekly | retrospective | progress report | standup",
    ),
    row(
        "summary",
        "fix report | verification report | validation report | implementation report | "
        "summary | complete | completed | completion | coverage report | test report | results",
    ),
    row(
        "solution",
        "troubleshooting | issues | recovery | runbook | how to fix | solution | lessons learned | fix | fixes",
    ),
)
KIND_BY_PATH = (
    row("incident", "incident | incidents | postmortem | postmortems | post mortem | rca"),
    row("prp", "prp | prps | plan | plans | spec | specs"),
    row("debug_log", "debug | debug log | debugging | debug logs"),
    row("sprint", "sprint | sprints | status"),
    row("summary", "summary | summaries"),
    row("solution", "solution | solutions | troubleshooting | fixes"),
    row("other", "=other"),
)
KIND_BY_HEADINGS = (
    row("incident", "lessons learned | lessons learnt | contributing factors | got lucky | action items | five whys"),
    row("incident", "=timeline | preventive measures | prevention measures | =impact | 教訓 | アクションアイテム"),
    row(
        "prp",
        "acceptance criteria | implementation blueprint | validation loop | all needed context | proposed solution",
    ),
    row(
        "prp",
        "implementation plan | implementation tasks | success criteria | technical considerations | "
        "known gotchas | =goal | =why",
    ),
    row(
        "debug_log",
        "=eliminated | =evidence | =current focus | attempt | hypothesis | hypotheses | diagnostic steps",
    ),
    row("debug_log", "debugging log | debug log | isolation command"),
    row(
        "solution",
        "what didn t work | why this works | =solution | =problem | =prevention | =symptoms | common causes",
    ),
    row("summary", "accomplishments | task commits | deviations from plan | next phase readiness | files created"),
    row("summary", "issues resolved | test results | final metrics | deliverables"),
    row("sprint", "next sprint | velocity | objectives results | next actions | technical debt | sprint goal"),
)
