"""JUnit XML for CI servers: one suite per device, one case per control; then one per unit and system with records."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as xml

from truongluy.assess import Assessment
from truongluy.finding import Finding, SubjectKind
from truongluy.reports.markup import visible
from truongluy.verdict import Text, Verdict

# JUnit knows only these; what is neither earned nor broken is skipped with its reason, never a silent pass.
_ELEMENT = {
    Verdict.FAIL: "failure",
    Verdict.ERROR: "error",
    Verdict.NOT_APPLICABLE: "skipped",
    Verdict.WAIVED: "skipped",
    Verdict.MANUAL: "skipped",
}


def junit(assessment: Assessment) -> str:
    """The document as text; a device of which nothing is known is an error, not an empty suite."""
    suites = {device: _findings(assessment, device) for device in sorted(assessment.levels)}
    suites |= _documentary(assessment)
    totals = _totals([finding for findings in suites.values() for finding in findings])
    root = xml.Element("testsuites", {"name": f"truongluy {assessment.inventory_name}", **totals})
    for device, findings in suites.items():
        root.append(_suite(assessment, device, findings))
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def write_junit(assessment: Assessment, file: Path) -> Path:
    """Write the document as UTF-8."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = junit(assessment).split("\n", 1)[1]
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', encoding="utf-8")
    return file


def _findings(assessment: Assessment, device: str) -> list[Finding]:
    """The findings of a device; when there are none, one error that says so."""
    nothing = Text("không có kết luận nào", "there is no finding at all")
    found = sorted(assessment.of_device(device), key=lambda finding: finding.control)
    return found or [Finding(device, "assessed", Verdict.ERROR, nothing)]


def _documentary(assessment: Assessment) -> dict[str, list[Finding]]:
    """Record findings: one suite for each unit and system, named so that it can't be taken for a device."""
    suites: dict[str, list[Finding]] = {}
    for finding in sorted(assessment.findings, key=lambda one: (one.subject_kind, one.subject, one.control)):
        if finding.subject_kind is not SubjectKind.DEVICE:
            suites.setdefault(f"{finding.subject_kind.value}:{finding.subject}", []).append(finding)
    return suites


def _suite(assessment: Assessment, device: str, findings: list[Finding]) -> xml.Element:
    attributes = {
        "name": visible(device),
        "timestamp": assessment.collected_at.isoformat(),
        "time": f"{assessment.seconds.get(device, {}).get('total', 0):.3f}",
    }
    suite = xml.Element("testsuite", attributes | _totals(findings))
    properties = xml.SubElement(suite, "properties")
    for name, value in _properties(assessment, device).items():
        xml.SubElement(properties, "property", name=name, value=value)
    for finding in findings:
        suite.append(_case(device, finding))
    return suite


def _properties(assessment: Assessment, device: str) -> dict[str, str]:
    level = {"level": str(assessment.levels[device])} if device in assessment.levels else {}
    return level | {
        "as_of": assessment.as_of.isoformat(),
        "documents": " ".join(assessment.documents),
    }


def _case(device: str, finding: Finding) -> xml.Element:
    case = xml.Element("testcase", classname=visible(device), name=visible(finding.control), time="0")
    if finding.verdict in _ELEMENT:
        message = visible(f"{finding.verdict.value}: {finding.message.vi} / {finding.message.en}")
        element = xml.SubElement(case, _ELEMENT[finding.verdict], message=message, type=finding.verdict.value)
        element.text = visible(_details(finding))
    return case


def _details(finding: Finding) -> str:
    lines = [
        f"clauses: {', '.join(finding.clauses) or '-'}",
        f"evidence: {', '.join(finding.evidence) or '-'}",
    ]
    if finding.expected is not None:
        lines += [f"expected: {finding.expected}", f"actual: {finding.actual}"]
    return "\n".join(lines)


def _totals(findings: list[Finding]) -> dict[str, str]:
    elements = [_ELEMENT.get(finding.verdict) for finding in findings]
    return {
        "tests": str(len(findings)),
        "failures": str(elements.count("failure")),
        "errors": str(elements.count("error")),
        "skipped": str(elements.count("skipped")),
    }
