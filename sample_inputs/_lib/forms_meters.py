"""FIF-03 for gas meters and water meters."""

from __future__ import annotations

from sample_inputs._lib.form_parts import MARK, foot_rows, head_rows, number, plain_instrument, verdict_cells
from sample_inputs._lib.layout import Cell, CellRow, Form
from sample_inputs._lib.records import Record


def gas_form(record: Record, sign: str) -> Form:
    """Flow, volumes and error side by side for three flows, as on the form."""
    flows = ("qmax", "qmax_0_2", "qmin_3")
    body = [
        [
            Cell(str(index), value=index),
            Cell(str(row["serial_number"])),
            number(row["pressure_absorption"]),
            *(number(row[f"{flow}_{name}"]) for flow in flows for name in ("rate", "indicated", "reference", "error")),
            *verdict_cells(row),
        ]
        for index, row in enumerate(record.rows, 1)
    ]
    volumes = [Cell("器示值\nL", down=2), Cell("標準值\nL", down=2), Cell("器差\n%", down=2)]
    heading = [
        [
            Cell("順序", down=2),
            Cell("器號", down=2),
            Cell("壓力吸收\nPa", down=2),
            *(cell for flow in ("1.0Qmax", "0.2Qmax", "3.0Qmin") for cell in (Cell(f"{flow}\nm³/h", down=2), *volumes)),
            Cell("是否合格", span=2),
            Cell("合格單號碼(不合格原因)", down=2),
        ],
        [Cell("是"), Cell("否")],
    ]
    return Form(
        (record.firm.name, "膜式氣量計自行檢定紀錄表"),
        (11, 25, 17, *(17, 15, 15, 12) * 3, 9, 9, 27),
        head_rows(record, 18, sign, plain_instrument(record)), heading, body, foot_rows(record, 18, sign), landscape=True,
    )  # fmt: skip


def water_form(record: Record, sign: str) -> Form:
    """Two rows a meter: 大流 and 小流."""
    body: list[CellRow] = []
    names = ("start", "end", "indicated", "reference", "error")
    for row in record.rows:
        high, low = (
            [*(number(row[f"{part}_{name}"]) for name in names), Cell(str(row[f"{part}_tolerance"]))]
            for part in ("high", "low")
        )
        body.append([Cell(str(row["serial_number"]), down=2), Cell("大流"), *high, *verdict_cells(row, 2)])
        body.append([Cell("小流"), *low])
    heading = [
        [
            Cell("器號", span=2, down=2),
            Cell("指針(讀值)", span=2),
            Cell("水量(公升)", span=2),
            Cell("器差\n(%)", down=2),
            Cell("公差\n(%)", down=2),
            Cell("是否合格", span=2),
            Cell(MARK, down=2),
        ],
        [*(Cell(text) for text in ("起(L)", "止(L)", "器示值(L)", "標準值(L)", "是", "否"))],
    ]
    return Form(
        (record.firm.name, "水量計自行檢定紀錄表"),
        (26, 12, 18, 18, 19, 19, 15, 14, 9, 9, 31),
        head_rows(record, 11, sign, plain_instrument(record)), heading, body, foot_rows(record, 11, sign), tied=2,
    )  # fmt: skip
