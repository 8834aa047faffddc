"""The month report's style sheet: light and dark by the reader's setting, A4 on paper, contrast of 4.5 : 1 and more."""

from __future__ import annotations

CSS = """
:root{--ink:#16202a;--soft:#4a5866;--line:#c9d2da;--paper:#fff;--back:#f3f5f7;--tint:#eaf0f5;--link:#0b5394;
--s0:#14704f;--s1:#7a6200;--s2:#a84a00;--s3:#b3261e;--s4:#5b5fb0;--bar:#2a6f97}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#a9b6c2;--line:#3a4753;--paper:#18212a;--back:#10171e;
--tint:#22303c;--link:#8cc4f5;--s0:#5bc79c;--s1:#d9bd45;--s2:#f29a57;--s3:#f28b82;--s4:#a9adf0;--bar:#6db3dc}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.65 "Noto Sans TC","Noto Sans CJK TC","PingFang TC",
"Microsoft JhengHei",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
header p{margin:.2em 0;color:var(--soft)}
h1{font-size:2rem;line-height:1.25;margin:0 0 .2em;letter-spacing:.02em}
h2{font-size:1.3rem;margin:2.2em 0 .6em;padding-bottom:.2em;border-bottom:2px solid var(--line)}
a{color:var(--link)}
.example{display:inline-block;border:2px solid var(--s3);color:var(--s3);border-radius:4px;padding:0 .6em;font-weight:700}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;margin:24px 0 0;padding:0;list-style:none}
.tiles li{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:12px 16px;border-top:4px solid var(--line)}
.tiles b{display:block;font-size:1.7rem;line-height:1.2}
.tiles span{color:var(--soft);font-size:.9rem}
.tiles .t0{border-top-color:var(--s0)}.tiles .t2{border-top-color:var(--s2)}.tiles .t3{border-top-color:var(--s3)}
.tiles .t4{border-top-color:var(--s4)}.tiles .t5{border-top-color:var(--bar)}
.scroll{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:8px;margin:0 0 16px}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;padding:10px 14px;color:var(--soft)}
th,td{padding:7px 12px;text-align:left;border-top:1px solid var(--line);vertical-align:top}
thead th{background:var(--tint);white-space:nowrap;font-weight:600}
tbody th{font-weight:600;min-width:8em}
td{overflow-wrap:anywhere}
td:nth-child(2){white-space:nowrap;max-width:24em;overflow:hidden;text-overflow:ellipsis}
td.n,th.n{text-align:right;white-space:nowrap}
tfoot td,tfoot th{border-top:2px solid var(--line);font-weight:700}
.state{white-space:nowrap;font-weight:600}
.state::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:50%;margin-right:.45em;background:currentColor}
.k0{color:var(--s0)}.k1{color:var(--s1)}.k2{color:var(--s2)}.k3{color:var(--s3)}.k4{color:var(--s4)}
.none{padding:12px 14px;margin:0;color:var(--soft)}
figure{margin:0 0 16px;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:12px 14px}
figcaption{font-weight:600;margin-bottom:8px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:16px}
.charts figure:first-child{grid-row:span 2}
.chart{width:100%;height:auto;font-size:14px}
.chart text{fill:var(--ink)}.chart .axis{stroke:var(--line)}
.f0{fill:var(--s0)}.f1{fill:var(--s1)}.f2{fill:var(--s2)}.f3{fill:var(--s3)}.f4{fill:var(--s4)}.bar{fill:var(--bar)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 0;padding:0;list-style:none;font-size:.9rem}
footer{margin-top:3em;color:var(--soft);font-size:.88rem}
@media (max-width:520px){.charts{grid-template-columns:1fr}}
@page{size:A4;margin:14mm}
@media print{:root{--ink:#000;--soft:#333;--line:#999;--paper:#fff;--back:#fff;--tint:#eee;--link:#000;--s0:#1b7f5c;
--s1:#8a7000;--s2:#c25700;--s3:#b3261e;--s4:#5b5fb0;--bar:#2a6f97}
body{font-size:10pt;line-height:1.45}main{padding:0;max-width:none}.scroll{overflow:visible;border:0}
table{font-size:8.5pt}th,td{padding:3px 5px}tr,figure,.tiles li{break-inside:avoid}h2{break-after:avoid}
thead{display:table-header-group}.charts{grid-template-columns:1fr 1fr}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
