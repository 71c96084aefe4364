"""What a heading, label, column or key means: the names that documents give to what the reader looks for."""

from incidents.reading.vocabulary.phrases import IGNORED, row

CAUSE, FIX, FAILED, PROPOSED = "cause", "fix", "failed", "proposed"
RULE, PATTERN, SIGNATURE, SYMPTOM = "rule", "pattern", "signature", "symptom"
ISSUE, ISSUES, ATTEMPT, LOG, OPTION = "issue", "issues", "attempt", "log", "option"
NEXT, ADVICE, WHY, DETAIL, EVIDENCE = "next", "advice", "why", "detail", "evidence"
SUMMARY, PROBLEM = "summary", "problem"
HYPOTHESIS, FIELD = "hypothesis", "field"

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
        "^fixed at | ^fixed on | ^fixed by | "
        "^resolved at | ^resolved on | ^fixer | "
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
        "^remediation | ^fix applied | ^applied fix | ^solution applied | ^action taken | ^actions taken | =action | "
        "=change | =changes | ^changes made | =enhancement | =implementation | =method | 対策 | 解決策 | 修正 | 対応 | "
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
