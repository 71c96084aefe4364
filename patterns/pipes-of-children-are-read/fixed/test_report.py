import subprocess
import sys

PRINT_REPORT = "for number in range(20_000): print('order', number)"


def run_report():
    command = [sys.executable, "-c", PRINT_REPORT]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout


def test_a_report_lists_all_orders():
    assert run_report().count("order") == 20_000
