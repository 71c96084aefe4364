"""Which named values are dates, statuses and severities, and what their words mean."""

from incidents.reading.vocabulary.phrases import row

FIELD_NAMES = (
    row(
        "date",
        "=date | =date time | =incident date | =report date | =date of incident | =completed | =completed date | "
        "=completion date | =date completed | =resolved | =resolved date | =created | =created date | =started | "
        "=start time | =started at | =updated | =updated date | =last updated | =duration date | 発生日 | 日付 | "
        "日期 | =datum | =investigated | =verified",
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
        "=date | =date time | =incident date | =report date | =date of incident | 発生日 | 日付 | 日期 | =datum | "
        "=investigated | =verified",
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
        "resolved | =fixed | all fixed | what was fixed | complete | completed | done | closed | passed | passing | "
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
