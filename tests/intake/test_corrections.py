"""The reply to a correction says what became of what was wrong before, and which rules judged it."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path

from schemas.validate import RULESET
from tests.intake.office import Office, eml, paper, record, report

FILES = {"月報.pdf": paper(report())}


def bodies(office: Office) -> list[str]:
    """The plain text of each reply, in the order of sending."""
    found = []
    for path in sorted((office.root / "office.outbox").glob("*.eml")):
        body = email.message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
        assert body is not None
        found.append(str(body.get_content()))
    return found


def test_a_correction_is_compared_with_what_it_replaces(tmp_path: Path) -> None:
    office = Office(tmp_path)
    first, second = record(), record()
    first.rows[0].mark_number, first.rows[1].mark_number = "壞", "壞的"
    second.rows[1].mark_number = "壞的"
    office.post(eml({**FILES, "紀錄.pdf": paper(first)}))
    office.intake()
    [before] = bodies(office)
    assert f"規則版本 {RULESET}" in before
    assert f"Rule set {RULESET}" in before
    assert "與前次檔案比較" not in before, "there is nothing to compare with"
    office.post(eml({"紀錄.pdf": paper(second)}, number=2))
    office.intake()
    [after] = [body for body in bodies(office) if body != before]
    line = next(line for line in after.splitlines() if "與前次檔案比較" in line)
    assert "新出現 0 項" in line
    assert "未再陳報 0 項" in line
    assert "已更正 0 項" not in line
    assert "仍待更正 0 項" not in line
    assert "against the files before" in after
    left, fixed = one_by_one(after, "第2筆"), one_by_one(after, "第1筆")
    assert left
    assert all("仍待更正]" in line for line in left)
    assert fixed
    assert all(line.strip().startswith("✓ [已更正 ") for line in fixed)


def one_by_one(body: str, row: str) -> list[str]:
    """The lines of the Chinese half about the mark number of a row of the record, notes left out."""
    about = f"紀錄.pdf 第1頁 {row} 合格印證號碼"
    return [line for line in body.splitlines() if about in line and "[提示 " not in line]


def test_a_second_file_corrects_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.post(eml(FILES), eml({"紀錄.pdf": paper(record())}, number=2))
    office.intake()
    replies = bodies(office)
    assert len(replies) == 2
    assert not any("與前次檔案比較" in body for body in replies)
