"""Draws the docx templates: ``python -m generators.template_build`` writes ``templates/docx`` anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generators.template_build import applications, electricity, notices, permits, records, reports
from generators.template_build.paper import Paper

TEMPLATES: Mapping[str, Callable[[], Paper]] = {
    "FIF-01.docx": applications.application,
    "FIF-02.docx": reports.equipment_list,
    "FIF-03-taximeter.docx": records.taximeter,
    "FIF-03-weighing_instrument.docx": records.scale,
    "FIF-03-gas_meter.docx": records.gas_meter,
    "FIF-03-water_meter.docx": records.water_meter,
    "FIF-03-electricity_meter.docx": electricity.electricity_meter,
    "FIF-04.docx": reports.monthly_report,
    "FIF-05.docx": applications.extension,
    "FIF-06.docx": applications.change,
    "FIF-07.docx": applications.loss,
    "receipt.docx": notices.receipt,
    "acknowledgement.docx": notices.acknowledgement,
    "correction_notice.docx": notices.correction_notice,
    "permit.docx": permits.permit,
    "reminder.docx": permits.reminder,
    "renewal_notice.docx": permits.renewal_notice,
    "mark_destruction.docx": permits.mark_destruction,
}
