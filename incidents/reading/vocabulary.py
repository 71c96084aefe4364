"""The words that documents use for what the reader looks for, in one place, so that a new dialect is a new line.

A phrase is a run of whole words, looked for in a heading or label that was put in small letters, without numbers,
marks and punctuation. `=` before a phrase asks for the whole heading, `^` for its beginning, `$` behind it for its end.
Phrases in Chinese or Japanese are found anywhere. The first row that fits decides, so rows go from particular to
general. docs/adding-a-dialect.md walks through an example.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

CAUSE, FIX, FAILED, PROPOSED = "cause", "fix", "failed", "proposed"
RULE, PATTERN, SIGNATURE, SYMPTOM = "rule", "pattern", "signature", "symptom"
ISSUE, ISSUES, ATTEMPT, LOG, OPTION = "issue", "issues", "attempt", "log", "option"
NEXT, ADVICE, WHY, DETAIL, EVIDENCE = "next", "advice", "why", "detail", "evidence"
IGNORED, SUMMARY, PROBLEM = "ignored", "summary", "problem"
HYPOTHESIS, FIELD = "hypothesis", "field"

BRACKETS = re.compile(r"\([^()]*+\)")
NOT_WORDS = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, eq=False)
class Row:
    """What some phrases mean. `pattern` finds any of them in words that `words_of` has prepared.

    English words that hold none of `beginnings`, the first words of the phrases, need not be searched.
    """

    meaning: str
    pattern: re.Pattern[str]
    beginnings: frozenset[str]
    share: float = 1 / 3


def row(meaning: str, phrases: str) -> Row:
    """A row from phrases divided by `|`. What shall be ignored must be half of the words, or it hides findings."""
    share = 1 / 2 if meaning == IGNORED else 1 / 3
    stripped = [phrase.strip() for phrase in phrases.split("|")]
    beginnings = frozenset(phrase.strip("=^$").split()[0] for phrase in stripped)
    return Row(meaning, re.compile("|".join(map(_phrase, stripped))), beginnings, share)


def _phrase(phrase: str) -> str:
    if not phrase.isascii():
        return re.escape(phrase)
    words = re.escape(phrase.strip("=^$"))
    start = r"\A" if phrase[0] in "=^" else r"\b"
    return f"{start}{words}" + (r"\Z" if phrase[0] == "=" or phrase[-1] == "$" else r"\b")


def words_of(text: str) -> str:
    """`text` as the tables want it: small letters, words divided by one space, no marks and no leading numbers."""
    words = " ".join(NOT_WORDS.sub(" ", text.lower()).split())
    return words.lstrip("0123456789 ") or words


def meaning_of(text: str, table: tuple[Row, ...]) -> str:
    """The meaning of the first row of `table` that fits `text`, or "".

    A phrase somewhere in a long heading says little about it ("JWT token validation in tests"): it must make up
    the row's share of the words, or be two words at the beginning.
    """
    return _known(text, table) if len(text) <= LONGEST_KNOWN else _meaning(text, table)


def _meaning(text: str, table: tuple[Row, ...]) -> str:
    words = words_of(BRACKETS.sub(" ", text)) or words_of(text)
    single = set(words.split())
    for r in table:
        if words.isascii() and r.beginnings.isdisjoint(single):
            continue
        if any(_weighs(found, words, r.share) for found in r.pattern.finditer(words)):
            return r.meaning
    return ""


# Documents of one team name their parts alike: most names have been asked for before.
LONGEST_KNOWN = 100
_known = lru_cache(maxsize=20_000)(_meaning)


def _weighs(found: re.Match[str], words: str, share: float) -> bool:
    phrase = found.group().split()
    leads = share < 1 / 2 and len(phrase) > 1 and found.start() == 0
    return leads or not words.isascii() or len(phrase) >= share * len(words.split())


HEADINGS = (
    row(
        FAILED,
        "didn t work | did not work | doesn t work | attempted fixes | attempted solution | "
        "attempted solutions | failed attempts | failed fixes | failed approaches | initial attempts | "
        "attempts that failed | already been tried | what was tried | what we tried | what we ve tried | "
        "tried and failed | solutions attempted | previous attempts | previous fix attempts | "
        "うまくいかなかった対応 | 失败的尝试 | fehlgeschlagene versuche | bisherige versuche | was nicht half",
    ),
    row(
        IGNORED,
        "=files | file list | file structure | files changed | verification | =verify | =validation | "
        "=validating | timeline | timeline of events | "
        "sequence of events | chain of events | =impact | 影響 | タイムライン | 時系列 | 时间线 | 影响 | "
        "=environment | =metrics | =metric | =statistics | =stats | =performance | =references | =related | "
        "see also | =resources | =sources | further reading | 関連 | 参考 | 相关文档 | acceptance criteria | "
        "success criteria | definition of done | quality gates | user setup required | next phase readiness | "
        "task commits | =commits | =commit | test results | test status | test coverage | =coverage | "
        "test plan | test breakdown | testing strategy | =testing | =tests | self check | known stubs | "
        "threat flags | version history | changelog | attendees | =participants | glossary | =appendix | "
        "=dependencies | =prerequisites | =requirements | where we got lucky | got lucky | went well | "
        "what went right | =went right | what worked well | what worked excellently | worked well | was gut lief | "
        "auswirkung | auswirkungen | zeitverlauf | =umgebung | 良かった点 | うまくいった点 | "
        "eliminated | ruled out | disproven | "
        "false leads | dead ends | rejected alternatives | alternatives considered | risk mitigation | "
        "risk assessment | =risks | risks and mitigation | risks and mitigations | risk and mitigation | "
        "risks mitigation | risks mitigations | "
        "=rollback | rollback plan | business value | =benefits | quick reference | "
        "=usage | =detection | evaluation of response | 対応の評価 | =deployment | deployment checklist | "
        "=checklist | =backlog | =effort | =estimate | estimated effort | out of scope | =cost | "
        "monitoring results | expected results | expected behavior | expected outcome | ^before | ^after | "
        "before fix | after fix | code quality | =documentation | =screenshots | issues found by | "
        "existing patterns | integration points | performance considerations | =blockers | code review | "
        "files modified | files created | modified files | impact assessment | impact analysis | "
        "environment details | success metrics | final metrics | performance metrics | performance impact | "
        "code metrics | key metrics | quality metrics | related issues | related documentation | related docs | "
        "related solutions | related files | test cases | test case | test execution | testing checklist | "
        "verification results | testing performed | what this means | deliverables | objectives results | "
        "mission accomplished | final state | available commands | conclusion | time investment | "
        "code changes summary | how to update | pass rate | comparison | version | system wide impact | "
        "dependencies risks | dependencies and risks | data model changes | interface requirements | "
        "documentation needs | coordination strategy | quality requirements | issue template",
    ),
    row(
        CAUSE,
        "root cause | root causes | root cause s | rootcause | cause | causes | cause s | contributing factors | "
        "contributing factor | contributing conditions | process breakdown | trigger s | =trigger | =triggers | "
        "went wrong | goes wrong | went poorly | why it happens | why it happened | why this happened | "
        "why this happens | why did it happen | why did this happen | why this blocks | five whys | 5 whys | "
        "=fault | =diagnosis | 原因 | 根本原因 | 直接原因 | 根因 | 問題点 | ursache | ursachen | "
        "ursachenanalyse | grundursache | fehlerursache | was schief lief",
    ),
    row(
        PROPOSED,
        "proposed solution | proposed solutions | proposed fix | proposed fixes | proposed change | "
        "proposed changes | recommended fix | recommended fixes | recommended solution | recommended action | "
        "recommended actions | suggested fix | suggested fixes | possible fix | possible fixes | "
        "possible solutions | potential solutions | potential fixes | solution options | fix options | "
        "fix required | required fix | required fixes | fix needed | fixes needed | fix strategy | fix plan | "
        "fix order | fix priority | fix scripts recommended | recommended fix scripts | "
        "fix specification | implementation specification | alternative solution | alternative fix | "
        "^alternative | workaround | workarounds | action items | action item | actions items | "
        "follow up actions | follow up items | corrective actions | corrective and preventative measures | "
        "corrective and preventive actions | corrective measures | remediation items | 改善策 | "
        "アクションアイテム | 再発防止アクション | 改进措施 | 待办 | maßnahmen | vorgeschlagene lösung | "
        "lösungsvorschlag",
    ),
    row(
        NEXT,
        "next steps | next step | next actions | next action | recommended next | future improvements | "
        "future enhancements | future work | future considerations | priorities | areas for improvement | "
        "improvements needed | what could be improved | process improvements | technical improvements | "
        "long term improvements | short term | long term | remaining work | remaining issues | todo | "
        "今後の課題 | 下一步 | nächste schritte | offene punkte",
    ),
    row(ADVICE, "recommendations | recommendation | recommended improvements | suggestions | suggested improvements"),
    row(
        PATTERN,
        "patterns established | pattern established | testing patterns | test patterns | test pattern | "
        "testing pattern | reusable pattern | reusable patterns | implementation pattern | recovery patterns | "
        "configuration pattern | correct pattern | recommended pattern | working pattern | escaping pattern | "
        "テストパターン",
    ),
    row(
        RULE,
        "prevention | prevent | preventing | preventive measures | preventative measures | preventive | "
        "preventative | avoid these | how to avoid | avoiding | recurrence | lessons | lesson | "
        "lessons learned | lessons learnt | key lessons | learnings | learnings takeaways | what we learned | "
        "what i learned | takeaways | takeaway | best practices | best practice | decisions made | =decisions | "
        "=decision | decision outcome | key decisions | =guidelines | gotchas | anti patterns to avoid | "
        "practical rule | rule going forward | rules going forward | going forward | =rules | do s and don ts | "
        "technical considerations | 教訓 | 教训 | 再発防止 | 防止策 | 预防措施 | 经验教训 | 最佳实践 | vorbeugung | "
        "prävention | vermeidung | erkenntnisse | lehren",
    ),
    row(
        ISSUES,
        "auto fixed issues | deviations from plan | issues encountered | issues fixed | fixed issues | "
        "issues found | issues identified | issues resolved | issues and fixes | issues fixes | "
        "issues solutions | common issues | known issues | critical issues | bugs fixed | bugs found | "
        "problems solved | problems encountered | problems and solutions | challenges | technical debt | "
        "blocked work | pre existing failures | preexisting failures | known failures | open issues | findings | "
        "gaps | pitfalls | types of failures | failing tests | failing | failures",
    ),
    row(LOG, "debugging log | debug log | investigation log | investigation steps | attempt log | attempts"),
    row(SIGNATURE, "error message | error messages | error output | error details | error log | stack trace"),
    row(SYMPTOM, "symptom | symptoms | initial symptom | observed behavior | actual behavior | 症状 | 現象 | 现象"),
    row(HYPOTHESIS, "hypothesis | hypotheses | current focus | suspected cause | 仮説"),
    row(EVIDENCE, "evidence | investigation | analysis steps | reproduction | diagnostic | diagnosis steps"),
    row(WHY, "why this works | why it works | why this fix works | why this matters"),
    row(
        FIX,
        "resolution | solution | solutions | fix | fixes | the fix | fixes applied | fix applied | =fixed | "
        "what was fixed | remediation | mitigation | mitigations | recovery | improvements made | changes made | "
        "what we changed | what we ve changed | how we fixed it | how it was fixed | how this was fixed | "
        "how we fixed this | immediate actions taken | corrective actions taken | "
        "解決策 | 解決 | 対策 | 修正内容 | 対応 | 解决方案 | 修复 | lösung | lösungen | behebung | "
        "sofort fix | korrektur | fehlerbehebung",
    ),
    row(
        DETAIL,
        "implementation details | key implementation details | implementation notes | execution flow | data flow | "
        "control flow | how it works | how this works | code example | code examples | full example | full code | "
        "combined effect | key points | usage example | usage examples",
    ),
    row(PROBLEM, "problem | problems | the problem | problem statement | =bug | 問題"),
    row(SUMMARY, "summary | overview | background | issue summary | 概要 | サマリ"),
)

LABELS = (
    row(FAILED, "what didn t work | attempted fixes | attempted solution | failed attempt | tried | previous fix"),
    row(ATTEMPT, "^attempt | =try | ^workaround attempt | ^fix attempt"),
    row(OPTION, "^option | ^alternative | ^approach | ^solution option"),
    row(
        IGNORED,
        "^files | =file | =status | ^fix status | ^fix date | ^fix commit | ^fix verified | ^fixed in | "
        "^resolution status | ^resolution date | ^resolution time | ^solution status | ^impact | "
        "=effort | =risk | =risks | =benefit | =benefits | =limitation | "
        "=limitations | =drawbacks | =commit | ^committed in | ^found during | =verification | =verified | "
        "=validation | =verify | =test | =tests | =testing | =coverage | =date | =duration | =result | "
        "=results | =expected | =actual | =timeline | =reproduction | =severity | =priority | =location | "
        "=locations | =component | =components | =affected | =reason | =note | =notes | =example | =examples | "
        "=total | =owner | =author | =version | =environment | =context | =scope | =goal | =objective | "
        "=evidence | =progress | =confidence | =complexity | =time | =tradeoff | =trade off | =trade offs | "
        "=pros | =cons | ^before | ^after | =remaining | =metric | =value | =reference | =references | "
        "=related | =next step | =next steps | =deliverable | =deliverables | =current state | =target state | "
        "=current behavior | =desired behavior | =user impact | =business impact | =blocker | =current | "
        "=files modified | =code | =line | =lines | =success criteria | =acceptance criteria | =rule | "
        "=test results | =related issue | =related issues | =impact on plan | =performance impact | =user | "
        "=dependency | =dependencies | =total deviations | =file modified | =affected files | =limitation | "
        "=output | =plan | =task | =step | =steps | =command used | =command",
    ),
    row(
        WHY,
        "why it failed | ^why this is | why this approach | why this works | why it works | "
        "why this fix works | =rationale | =why | =because",
    ),
    row(
        CAUSE,
        "root cause | root causes | root cause identified | root cause analysis | ^cause | ^causes | "
        "likely cause | probable cause | possible causes | underlying cause | =reason for failure | "
        "^why it happened | ^why it happens | =why this happened | ^why this happens | ^why this blocks | "
        "^known issue | =diagnosis | =trigger | 原因 | 根本原因 | 直接原因 | 技術的原因 | ^ursache | ^grundursache",
    ),
    row(HYPOTHESIS, "^hypothesis | ^theory | ^suspected | 仮説"),
    row(
        PROPOSED,
        "proposed fix | proposed solution | recommended fix | recommended solution | suggested fix | "
        "suggestion | fix required | required fix | fix needed | fix strategy | ^workaround | possible fix | "
        "potential fix | ^recommendation | ^required change | ^required changes",
    ),
    row(
        RULE,
        "^prevention | ^lesson | ^lessons | lesson learned | lessons learned | ^takeaway | key takeaway | "
        "^discovery | =insight | ^key insight | ^learning | =learned | ^best practice | =avoid | ^how to avoid | "
        "=remember | =important | =warning | ^critical success factor | ^golden rule | 教訓 | 再発防止 | ^vorbeugung | "
        "^erkenntnis",
    ),
    row(SIGNATURE, "log pattern | log patterns | error pattern | =log output | =log line | =log lines"),
    row(IGNORED, "healthy pattern | failure pattern | truncation pattern | output pattern | naming pattern"),
    row(PATTERN, "^pattern | pattern$ | configuration pattern | implementation pattern | ^correct pattern"),
    row(
        FIX,
        "^fix | ^fixes | ^the fix | ^fixed | ^solution | ^solutions | ^resolution | ^resolved by | =mitigation | "
        "^remediation | ^fix applied | ^solution applied | ^action taken | ^actions taken | =action | =change | "
        "=changes | ^changes made | =enhancement | =implementation | =method | 対策 | 解決策 | 修正 | 対応 | "
        "解决方案 | lösung | ^behebung",
    ),
    row(
        SIGNATURE,
        "=error | =errors | error message | error messages | test error | =exception | ^stack trace | "
        "^traceback | =message | ^failure message | エラー | ^fehlermeldung | =fehler",
    ),
    row(SYMPTOM, "^symptom | ^symptoms | =observed | ^actual behavior | 症状 | 現象"),
    row(
        ISSUE,
        "what happened | what broke | ^issue | ^issues | ^problem | ^the problem | ^bug | =gap | =defect | "
        "=challenge | 問題",
    ),
)

COLUMNS = (
    row(CAUSE, "cause | causes | root cause | 原因 | 根本原因 | why | reason | 要因"),
    row(FIX, "fix | solution | resolution | mitigation | remedy | workaround | action item | 対策 | 解決策"),
    row(PROPOSED, "=action | action items | recommended action | アクション"),
    row(RULE, "prevention | lesson | lessons | rule | how to avoid | 教訓 | 再発防止"),
    row(SIGNATURE, "error | error message | message | exception | エラー"),
    row(ISSUE, "issue | problem | bug | symptom | gotcha | pitfall | 問題"),
    row(DETAIL, "details | detail | description | notes"),
    row(FIELD, "status | result | ステータス"),
)

KEYS = (
    row(CAUSE, "=root cause | =rootcause | =cause | =root cause detail"),
    row(FIX, "=fix | =solution | =solution summary | =resolution"),
    row(HYPOTHESIS, "=hypothesis"),
    row(RULE, "=key insight | =prevention | =lesson | =lessons"),
    row(PATTERN, "=patterns established"),
    row(SYMPTOM, "=symptoms | =errors | =error"),
    row(
        IGNORED,
        "=verification | =files changed | =test | =expecting | =next action | =expected | =actual | "
        "=reproduction | =started | =timestamp | =observation | =files",
    ),
)

FIELD_NAMES = (
    row(
        "date",
        "=date | =date time | =incident date | =report date | =date of incident | =completed | =completed date | "
        "=completion date | =date completed | =resolved | =resolved date | =created | =created date | =started | "
        "=start time | =started at | =updated | =updated date | =last updated | =duration date | 発生日 | 日付 | "
        "日期 | =datum",
    ),
    row(
        "status",
        "=status | =current status | =overall status | =resolution status | =quality status | =stage | ステータス",
    ),
    row("severity", "=severity | =severity level | =sev | =incident severity | 深刻度 | 重要度"),
    row("authors", "=author | =authors | =owner | =owners | =reporter | =reported by | =created by | 作成者"),
    row("duration", "=duration | =time to recovery | =total time | =time spent"),
    row("tags", "=tags | =labels | =keywords"),
    row("version", "=version | =versions"),
)

# What each name of a date says about the day a document is about, the best first.
DATES = (
    row(
        "1 the day itself",
        "=date | =date time | =incident date | =report date | =date of incident | 発生日 | 日付 | 日期 | =datum",
    ),
    row(
        "2 the end",
        "=completed | =completed date | =completion date | =date completed | =resolved | =resolved date",
    ),
    row("3 the start", "=created | =created date | =started | =start time | =started at"),
    row("4 a change", "=updated | =updated date | =last updated | =last refreshed"),
    row("5 a period", "=duration | =duration date"),
)

STATUS_WORDS = (
    row("open", "not resolved | unresolved | not fixed | not started | not complete | no fix | root cause found"),
    row("partial", "partial | partially | incomplete | mostly | partly | gaps found | in part"),
    row(
        "resolved",
        "resolved | =fixed | what was fixed | complete | completed | done | closed | passed | passing | "
        "verified | green | shipped | implemented | merged | success | successful | solved | final | accepted | "
        "完了 | 解決済み | 已解决 | 已完成 | behoben | erledigt | abgeschlossen | gelöst",
    ),
    row("blocked", "blocked | on hold | stalled | waiting"),
    row(
        "open",
        "open | draft | progress | investigating | investigation | gathering | active | proposed | todo | "
        "pending | planned | planning | analyzing | wip | ongoing | failing | failed | diagnosed | testing | "
        "ready | new | 対応中 | offen | in arbeit",
    ),
)

SEVERITY_WORDS = (
    row("critical", "critical | sev0 | sev 0 | sev1 | sev 1 | p0 | s1 | blocker | =1 | 致命的 | 严重 | kritisch"),
    row("high", "high | major | sev2 | sev 2 | p1 | s2 | =2 | 高 | hoch"),
    row("medium", "medium | moderate | sev3 | sev 3 | p2 | s3 | =3 | 中 | mittel"),
    row("low", "low | minor | sev4 | sev 4 | p3 | p4 | s4 | trivial | =4 | 低 | niedrig"),
)

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
    row("summary", "summary | complete | completed | completion | coverage report | test report | results"),
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

# Words that two statements may share without speaking of the same thing.
SMALL_WORDS = frozenset(
    {"the", "and", "for", "was", "were", "are", "with", "from", "its", "this", "that", "not", "when", "which", "after"}
    | {"before", "than", "then", "but", "into", "only", "all", "each", "any", "per", "now", "has", "have", "had"}
    | {"use", "used", "using", "add", "added", "test", "tests", "fix", "fixed", "error", "errors"}
)
