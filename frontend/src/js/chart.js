// Loaded only when a reader asks to look closely at a chart: it reads the numbers from the table beside it.
import { LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, DataZoomComponent, GridComponent, TooltipComponent, SVGRenderer]);

const colour = (name) => {
  const probe = document.createElement("span");
  probe.className = `probe-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
};

export function explore(box) {
  const rows = [...box.querySelectorAll("tr")].map((row) => [row.cells[0].textContent, Number(row.cells[1].dataset.value)]);
  const place = document.createElement("div");
  place.className = "chart-live";
  box.querySelector("svg.chart").replaceWith(place);
  const chart = init(place, null, { renderer: "svg" });
  const text = { color: colour("ink-3") };
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    grid: { left: 56, right: 24, top: 24, bottom: 64 },
    tooltip: { trigger: "axis", valueFormatter: (value) => `${value.toLocaleString("vi-VN")} ${box.dataset.unit}` },
    xAxis: { type: "category", data: rows.map((row) => row[0]), axisLabel: text },
    yAxis: { type: "value", scale: true, axisLabel: { ...text, formatter: (value) => value.toLocaleString("vi-VN") }, splitLine: { lineStyle: { color: colour("line") } } },
    dataZoom: [{ type: "slider", bottom: 12, height: 20, borderColor: colour("line"), fillerColor: "transparent", textStyle: text }],
    series: [{ type: "line", data: rows.map((row) => row[1]), color: colour("green"), areaStyle: { opacity: 0.12 } }],
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}
