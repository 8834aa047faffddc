"""Print every benchmark as Markdown."""

from __future__ import annotations

import platform

from benchmarks import label_speed, pdf_speed, start


def main() -> None:
    """Run all, one after the other."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print("## PDF records\n")
    print(pdf_speed.table(), flush=True)
    print("\n## Cold start, one page\n")
    print(start.table(), flush=True)
    print("\n## Labels\n")
    print(label_speed.table(), flush=True)


if __name__ == "__main__":
    main()
