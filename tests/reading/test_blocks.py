import pytest

from incidents.reading.blocks import Block, read_blocks, read_markdown
from incidents.reading.grammar import DEEPEST_LEVEL


def outline(blocks: tuple[Block, ...], depth: int = 0) -> list[str]:
    """`kind first-last text`, indented by depth: what a person would sketch of the document."""
    lines = []
    for block in blocks:
        text = " ".join(block.text.split())
        lines.append(f"{'  ' * depth}{block.kind} {block.lines[0]}-{block.lines[1]} {text}".rstrip())
        lines += outline(block.children, depth + 1)
    return lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# A *b*\ntext\nmore\n", ["heading 1-1 A *b*", "paragraph 2-3 text more"], id="heading and text"),
        pytest.param(
            "text\n- a\n  - b\n\n    ```sh\n    ls\n    ```\n",
            [
                "paragraph 1-1 text",
                "list 2-7",
                "  item 2-7",
                "    paragraph 2-2 a",
                "    list 3-7",
                "      item 3-7",
                "        paragraph 3-3 b",
                "        code 5-7 ls",
            ],
            id="list right under text, code inside",
        ),
        pytest.param(
            "- a\n\n- b\n\n\nend\n",
            ["list 1-3", "  item 1-1", "    paragraph 1-1 a", "  item 3-3", "    paragraph 3-3 b", "paragraph 6-6 end"],
            id="empty lines belong to no item",
        ),
        pytest.param(
            "|a|b|\n|-|-|\n|1|`x\\|y`|\n",
            [
                "table 1-3",
                *("  rows 1-1", "    row 1-1", "      cell 1-1 a", "      cell 1-1 b"),
                *("  rows 3-3", "    row 3-3", "      cell 3-3 1", "      cell 3-3 `x|y`"),
            ],
            id="cells have the line of their row",
        ),
        pytest.param(
            "> quoted\n> - item\n\n***\n",
            [
                "quote 1-2",
                "  paragraph 1-1 quoted",
                "  list 2-2",
                "    item 2-2",
                "      paragraph 2-2 item",
                "rule 4-4",
            ],
            id="quote",
        ),
        pytest.param("Title\n===\n\n    code\n", ["heading 1-2 Title", "code 4-4 code"], id="underlined, indented"),
    ],
)
def test_blocks_know_their_lines(text, expected):
    assert outline(read_blocks(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "<task>\n  **Goal:** ship\n  - a\n</task>\n",
            [
                "html 1-1 <task>",
                "paragraph 2-2 **Goal:** ship",
                "list 3-3",
                "  item 3-3",
                "    paragraph 3-3 a",
                "html 4-4 </task>",
            ],
            id="markdown in made-up tags",
        ),
        pytest.param(
            '<plan id="1">\n<step>\n## Do\n</step>\n</plan>\n',
            ['html 1-1 <plan id="1">', "html 2-2 <step>", "heading 3-3 Do", "html 4-4 </step>", "html 5-5 </plan>"],
            id="tags in tags",
        ),
        pytest.param(
            "<task>\n```\n<b>\n```\n</task>\n",
            ["html 1-1 <task>", "code 2-4 <b>", "html 5-5 </task>"],
            id="tags in code",
        ),
        pytest.param(
            "<details>\n**raw**\n</details>\n", ["html 1-3 <details> **raw** </details>"], id="real HTML stays raw"
        ),
        pytest.param("<!-- a\n\n- b -->\n", ["html 1-3 <!-- a - b -->"], id="comment"),
    ],
)
def test_made_up_tags_are_opened_and_html_is_not(text, expected):
    assert outline(read_blocks(text)) == expected


def test_lines_count_from_the_first_line_given():
    assert [block.lines for block in read_blocks("# A\n\ntext\n", first_line=12)] == [(12, 12), (14, 14)]


def test_items_tell_number_and_tightness_and_cells_their_side():
    numbered, table = read_blocks("3. a\n4. b\n\n|l|c|r|n|\n|:-|:-:|-:|-|\n")
    assert [item.number for item in numbered.children] == [3, 4]
    assert [paragraph.tight for paragraph in numbered.walk() if paragraph.kind == "paragraph"] == [True, True]
    assert [cell.align for cell in table.walk() if cell.kind == "cell"] == ["left", "center", "right", ""]


def test_link_definitions_are_no_blocks():
    read = read_markdown('[Guide]: docs/guide.md "How"\n\ntext\n')
    assert outline(read.blocks) == ["paragraph 3-3 text"]
    assert [(target.address, target.title) for target in read.targets.values()] == [("docs/guide.md", "How")]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
def test_what_is_nested_too_deeply_stays_as_text(mark):
    blocks = [block for top in read_blocks(mark * 1000 + "the end\n") for block in top.walk()]
    assert blocks[-1].text.endswith("the end")
    assert len(blocks) <= DEEPEST_LEVEL + 2


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        pytest.param("- Restart the worker\n", "list", id="items of one list"),
        pytest.param("| worker | gone |\n", "table", id="rows of one table"),
        pytest.param("> The worker is gone\n\n", "quote", id="quotes"),
        pytest.param("<task>\n\n# Restart\n\n</task>\n", "html", id="made-up tags"),
    ],
)
def test_what_is_too_much_to_be_told_apart_is_kept_as_it_is_written(piece, kept):
    head = "| who | what |\n|---|---|\n" if kept == "table" else ""
    read = read_markdown(head + piece * 100, first_line=5, most=60)
    *before, rest = read.blocks
    assert before[0].kind == kept
    assert (rest.kind, rest.lines[0], rest.lines[1]) == ("code", read.rest, 4 + (head + piece * 100).count("\n"))
    assert rest.text.rstrip().endswith(piece.strip().splitlines()[-1])


def test_an_ordinary_document_is_told_apart_to_its_end():
    assert read_markdown("# Outage\n\n- Restart the worker\n").rest == 0
