"""The names under which teams write what they will do: headings, the columns of a table, and the words of a line."""

from incidents.reading.vocabulary.phrases import IGNORED, row

# Under PROMISED everything listed is an action; ADVISED are plans and advice, of which some are.
PROMISED, ADVISED = "promised", "advised"
ACTION, TASK, OWNER, DUE, STATUS = "action", "task", "owner", "due", "status"

ACTION_HEADINGS = (
    row(IGNORED, "actions taken | action taken | actions we took | legend | explanation | カテゴリの説明"),
    row(
        PROMISED,
        "action items | action item | actions items | action points | follow up actions | follow up items | "
        "follow up tasks | corrective actions | corrective action | corrective measures | preventive actions | "
        "corrective and preventative measures | corrective and preventive measures | remediation items | "
        "corrective and preventive actions | remediation actions | アクションアイテム | 再発防止アクション | "
        "改进措施 | 待办 | "
        "maßnahmen | maßnahme | folgemaßnahmen | korrekturmaßnahmen",
    ),
    row(
        ADVISED,
        "next steps | next step | next actions | follow up | follow ups | followup | followups | remediation | "
        "remediation plan | immediate actions | short term actions | long term actions | recommended actions | "
        "recommended action | required actions | =actions | action plan | todo | to dos | nächste schritte | "
        "offene punkte | 今後の課題 | 下一步",
    ),
)

ACTION_COLUMNS = (
    row(
        OWNER,
        "owner | owners | assignee | assignees | assigned to | assigned | responsible | dri | =who | verantwortlich | "
        "verantwortliche | verantwortlicher | zuständig | 担当 | 负责人",
    ),
    row(
        DUE,
        "due | due date | deadline | target date | =eta | =by when | =when | fällig | frist | "
        "termin | =bis | 期限 | 截止",
    ),
    row(STATUS, "status | state | =done | progress | =stand | erledigt | ステータス | 状態 | 状态"),
    row(
        IGNORED,
        "=no | =nr | =id | priority | prio | priorität | effort | estimate | aufwand | type | category | kategorie | "
        "カテゴリ | ticket | tickets | =issue | =bug | link | links | pr | note | notes | reason | 優先度",
    ),
    row(
        ACTION,
        "action | actions | action item | action items | =todo | =to do | follow up | aktion | maßnahme | maßnahmen | "
        "アクション | 措施 | 行动",
    ),
    row(TASK, "task | item | description | what | improvement | aufgabe | beschreibung | タスク | 内容"),
)

OWNER_WORDS = ("owner", "assignee", "assigned to", "responsible", "dri", "verantwortlich", "zuständig", "担当")
DUE_WORDS = (
    "due on",
    "due by",
    "due date",
    "due",
    "deadline",
    "target date",
    "eta",
    "until",
    "by",
    "fällig am",
    "fällig",
    "bis zum",
    "bis",
    "frist",
    "期限",
)
DONE_WORDS = (
    "done",
    "completed",
    "complete",
    "closed",
    "resolved",
    "merged",
    "shipped",
    "deployed",
    "finished",
    "erledigt",
    "abgeschlossen",
    "fertig",
    "完了",
    "対応済",
    "完成",
    "已完成",
)
