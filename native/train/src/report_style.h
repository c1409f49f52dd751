#pragma once

namespace sgan::train {

/// The report's style sheet. Curve colours have a contrast of at least 3 to their card, text of at least 4.5.
inline constexpr const char* kReportStyle = R"css(
:root {
  --page: #f5f6f8; --card: #ffffff; --border: #dde1e8; --text: #161a21; --muted: #5a6473;
  --c0: #2f5bd7; --c1: #c4560b; --c2: #0b7f5f; --c3: #8a3fc0;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #101318; --card: #181c23; --border: #2c333e; --text: #eceff4; --muted: #9aa5b4;
    --c0: #8aa8ff; --c1: #ff9f5a; --c2: #4fcfa5; --c3: #c99bf2;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1120px; padding: 28px 24px 40px;
  background: var(--page); color: var(--text);
  font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
h1 { margin: 0; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 32px 0 10px; font-size: 18px; }
h3 { margin: 0; font-size: 15px; }
header p, .note, footer { margin: 2px 0 0; color: var(--muted); }
.note { margin-bottom: 12px; }
.card { background: var(--card); border: 1px solid var(--border); border-radius: 10px; padding: 14px 16px; }
.notice { margin-top: 20px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(158px, 1fr)); gap: 12px; margin: 0; }
.tiles dt { color: var(--muted); font-size: 13px; }
.tiles dd { margin: 2px 0 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles small { display: block; color: var(--muted); font-size: 13px; font-weight: 400; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; }
figure { margin: 0; }
.charts svg { display: block; width: 100%; max-width: 600px; height: auto; margin: 8px auto 0; }
.charts text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.grid { stroke: var(--border); stroke-width: 1; }
.axis, .threshold { stroke: var(--muted); stroke-width: 1; }
.threshold { stroke-dasharray: 5 4; }
.c0 { --colour: var(--c0); } .c1 { --colour: var(--c1); } .c2 { --colour: var(--c2); } .c3 { --colour: var(--c3); }
.curve { fill: none; stroke: var(--colour); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.marker { fill: var(--colour); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 2px 0 0; padding: 0; list-style: none;
  color: var(--muted); font-size: 13px; }
.swatch { display: inline-block; width: 16px; height: 3px; margin-right: 6px; vertical-align: middle;
  border-radius: 2px; background: var(--colour); }
.samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(44%, 240px), 1fr)); gap: 12px; }
.samples .card { padding: 8px; }
.samples img { display: block; width: 100%; height: auto; border-radius: 5px; background: #000; }
.samples figcaption { padding-top: 6px; color: var(--muted); font-size: 13px; }
.scroll { overflow: auto; max-height: 440px; padding: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 14px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--border); }
tbody tr:last-child > * { border-bottom: 0; }
.numbers { width: 100%; }
.numbers th, .numbers td { text-align: right; }
.numbers thead th { vertical-align: bottom; line-height: 1.25; position: sticky; top: 0; background: var(--card); box-shadow: inset 0 -1px var(--border); }
.numbers tbody th { font-weight: 400; color: var(--muted); }
.options th { font-weight: 400; color: var(--muted); padding-left: 0; white-space: nowrap; }
.options td { overflow-wrap: anywhere; padding-right: 0; }
footer { margin-top: 28px; font-size: 13px; }
@media print {
  .scroll { max-height: none; }
}
@media (max-width: 520px) {
  body { padding: 18px 12px 28px; }
  .card { padding: 12px; }
  .scroll { padding: 0; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 10px; }
  .charts text { font-size: 14px; }
  th, td { padding: 5px 9px; }
}
)css";

}  // namespace sgan::train
