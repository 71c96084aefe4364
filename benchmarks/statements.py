"""Do two sentences say the same? Precision and recall of the filing of causes, fixes, rules and patterns, by threshold.

The pairs of `statement_pairs.txt` were judged by hand, half of them the same, half close but different. Words, weights
and threshold were set with the first part in view; the second, below "held out", was written afterwards.

usage: python benchmarks/statements.py [--wrong]
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kb.matching.statements import SAME_FROM, likeness, read_statement, telling

PAIRS = Path(__file__).parent / "statement_pairs.txt"
IN_VIEW = 390
CUTS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list the pairs on the wrong side of the threshold")
    arguments = parser.parse_args()
    judged = [(same, likeness(*map(read_statement, pair)), pair) for same, *pair in read_pairs()]
    for name, rows in (("in view", judged[:IN_VIEW]), ("held out", judged[IN_VIEW:])):
        print(f"{name}: {len(rows)} pairs, {sum(same for same, _, _ in rows)} the same")
        for cut in CUTS:
            precision, recall = quality(rows, cut)
            chosen = " (the threshold)" if cut == SAME_FROM else ""
            print(f"  from {cut:.2f}: precision {precision:.3f}, recall {recall:.3f}{chosen}")
    found = sum(
        bool(set(telling(read_statement(one))) & set(telling(read_statement(other))))
        for _, one, other in found_same(judged)
    )
    print(f"found by the table of telling words: {found} of {len(found_same(judged))}")
    if arguments.wrong:
        for same, score, (one, other) in judged:
            if same != (score >= SAME_FROM):
                print(f"{'missed' if same else 'wrong'} {score:.2f}\n  {one}\n  {other}")


def read_pairs() -> list[tuple[bool, str, str]]:
    lines = [line for line in PAIRS.read_text("utf8").splitlines() if line[0] in "=!"]
    return [(line[0] == "=", *line[2:].split(" || ")) for line in lines]


def quality(rows: list, cut: float) -> tuple[float, float]:
    """Precision and recall of "the same from `cut` on"."""
    said = [same for same, score, _ in rows if score >= cut]
    return sum(said) / max(1, len(said)), sum(said) / sum(same for same, _, _ in rows)


def found_same(judged: list) -> list:
    return [(score, *pair) for _, score, pair in judged if score >= SAME_FROM]


if __name__ == "__main__":
    main()
