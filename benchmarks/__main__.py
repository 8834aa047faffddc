"""Print every benchmark as Markdown."""

from __future__ import annotations

import platform

from benchmarks import docx_speed, label_speed, pdf_speed, rules_speed, sheet_speed, start


def main() -> None:
    """Run all, one after the other."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print("## PDF records\n")
    print(pdf_speed.table(), flush=True)
    print("\n## A large workbook\n")
    print(sheet_speed.table(), flush=True)
    print("\n## Cold start, one page\n")
    print(start.table(), flush=True)
    print("\n## Judging a month of electricity meters and its report\n")
    print(rules_speed.table(), flush=True)
    print("\n## Forms and records as Word documents\n")
    print(docx_speed.table(), flush=True)
    print("\n## Labels\n")
    print(label_speed.table(), flush=True)
    # Last: they make this process large, and the system counts that in the peaks of all that it starts afterwards.
    from benchmarks import scan_accuracy, silent_errors  # noqa: PLC0415

    print("\n## Wrong values and their findings\n")
    print(silent_errors.table(), flush=True)
    print("\n## Scans\n")
    print(scan_accuracy.table(), flush=True)


if __name__ == "__main__":
    main()
