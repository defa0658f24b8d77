"""Pages of the bundle that a factor is said to rest on, and that are not there."""

from collections.abc import Collection

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_faults import SOURCE
from services.panel.domain.analysis.analysis_rules import RuleFault, broken


def source_faults(form: AnalysisForm, pages: Collection[str]) -> list[RuleFault]:
    """Every factor whose source is no page ("2.3") and no document ("2") of the bundle as it now stands."""
    known = {*pages, *(page.split(".")[0] for page in pages)}
    return [
        broken("AF-27", f"factor-{number}-source", number=number + 1, page=one.source)
        for number, one in enumerate(form.factors)
        if SOURCE.fullmatch(one.source) and one.source not in known
    ]
