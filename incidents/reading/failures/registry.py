"""Which recogniser is asked when: the most telling form first. What none of them claims is left to `generic`."""

from incidents.reading.failures import (
    c_family,
    dotnet,
    github_annotations,
    go,
    java,
    javascript,
    jest,
    junit_xml,
    maven_gradle,
    node_test,
    packaging,
    playwright,
    pytest_report,
    pytest_summary,
    python_traceback,
    rust,
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
    go.RECOGNISER,
    rust.RECOGNISER,
    dotnet.RECOGNISER,
    packaging.RECOGNISER,
    c_family.RECOGNISER,
    java.RECOGNISER,
    javascript.RECOGNISER,
)
