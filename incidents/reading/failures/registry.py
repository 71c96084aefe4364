"""Which recogniser is asked when: the most telling form first, what nobody claims goes to the generic one."""

from incidents.reading.failures import (
    generic,
    github_annotations,
    java,
    javascript,
    jest,
    junit_xml,
    maven_gradle,
    node_test,
    playwright,
    pytest_report,
    pytest_summary,
    python_traceback,
    unittest_report,
)
from incidents.reading.failures.recogniser import Recogniser

RECOGNISERS: tuple[Recogniser, ...] = (
    junit_xml.RECOGNISER,
    unittest_report.RECOGNISER,
    pytest_report.RECOGNISER,
    pytest_summary.RECOGNISER,
    github_annotations.RECOGNISER,
    python_traceback.RECOGNISER,
    playwright.RECOGNISER,
    jest.RECOGNISER,
    node_test.RECOGNISER,
    maven_gradle.RECOGNISER,
    java.RECOGNISER,
    javascript.RECOGNISER,
    generic.RECOGNISER,
)
