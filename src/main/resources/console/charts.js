// Charts of what the tables beside them say: a chart has no numbers of its own.
"use strict";

(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const table = (id) => {
    const rows = [...document.querySelectorAll("#" + id + " tbody tr")];
    return {
      columns: [...document.querySelectorAll("#" + id + " thead th")].slice(1).map((cell) => cell.textContent),
      names: rows.map((row) => row.querySelector("th").textContent),
      values: rows.map((row) =>
        [...row.querySelectorAll("td")].map((cell) => (cell.dataset.value ? Number(cell.dataset.value) : null)),
      ),
    };
  };
  const percent = (share) => (share === null || share === undefined || share === "-" ? "–" : Math.round(share * 100) + " %");

  const base = () => ({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { color: css("--ink"), fontFamily: getComputedStyle(document.body).fontFamily },
    // the policy forbids what a tooltip of HTML would need
    tooltip: { renderMode: "richText", backgroundColor: css("--card"), borderColor: css("--line"), textStyle: { color: css("--ink") } },
  });
  const axis = (more) => ({
    axisLabel: { color: css("--soft") },
    axisLine: { lineStyle: { color: css("--line") } },
    splitLine: { lineStyle: { color: css("--line") } },
    axisTick: { show: false },
    ...more,
  });

  const kinds = {
    heat(from) {
      const data = [];
      from.values.forEach((row, day) => row.forEach((value, hour) => data.push([hour, day, value === null ? "-" : value])));
      const most = Math.max(0.01, ...data.map((cell) => (cell[2] === "-" ? 0 : cell[2])));
      return {
        ...base(),
        tooltip: { ...base().tooltip, formatter: (at) => from.names[at.value[1]] + " " + from.columns[at.value[0]] + ":00  " + percent(at.value[2]) },
        grid: { left: 8, right: 8, top: 8, bottom: 58, containLabel: true },
        xAxis: axis({ type: "category", data: from.columns, splitArea: { show: false }, splitLine: { show: false } }),
        yAxis: axis({ type: "category", data: from.names, inverse: true, splitLine: { show: false } }),
        visualMap: {
          min: 0, max: most, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 160,
          text: [percent(most), "0 %"], textStyle: { color: css("--soft") },
          inRange: { color: [css("--sunk"), css("--accent")] },
        },
        series: [{
          type: "heatmap", data,
          itemStyle: { borderColor: css("--card"), borderWidth: 2, borderRadius: 4 },
          emphasis: { itemStyle: { borderColor: css("--ink") } },
        }],
      };
    },
    trend(from) {
      const colours = ["--good", "--accent", "--bad", "--soft"].map(css);
      return {
        ...base(),
        tooltip: { ...base().tooltip, trigger: "axis" },
        legend: { textStyle: { color: css("--ink") }, bottom: 0 },
        grid: { left: 8, right: 16, top: 16, bottom: 44, containLabel: true },
        xAxis: axis({ type: "category", data: from.names }),
        yAxis: axis({ type: "value" }),
        series: from.columns.map((name, column) => ({
          name, type: "line", symbolSize: 7, lineStyle: { width: 2.5, type: column === 3 ? "dashed" : "solid" },
          color: colours[column], data: from.values.map((row) => row[column]),
        })),
      };
    },
    bars(from) {
      const most = 20;
      return {
        ...base(),
        tooltip: { ...base().tooltip, formatter: (at) => at.name + "  " + percent(at.value) },
        grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
        xAxis: axis({ type: "value", axisLabel: { color: css("--soft"), formatter: percent } }),
        yAxis: axis({ type: "category", inverse: true, data: from.names.slice(0, most) }),
        series: [{
          type: "bar", barMaxWidth: 26, color: css("--bad"), data: from.values.slice(0, most).map((row) => row[0]),
          label: { show: true, position: "right", color: css("--ink"), formatter: (at) => percent(at.value) },
        }],
      };
    },
  };

  const charts = [...document.querySelectorAll("[data-chart]")].map((place) => {
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const draw = () => chart.setOption(kinds[place.dataset.chart](table(place.dataset.of)), true);
    draw();
    return { chart, draw };
  });
  addEventListener("resize", () => charts.forEach((one) => one.chart.resize()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((one) => one.draw()));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-table]");
    if (button && navigator.clipboard) {
      const rows = [...document.querySelectorAll("#" + button.dataset.copyTable + " tr")];
      const text = rows
        .map((row) => [...row.cells].map((cell) => cell.dataset.value || cell.textContent.trim()).join("\t"))
        .join("\n");
      navigator.clipboard.writeText(text).then(() => { button.textContent = button.dataset.copied; });
    }
  });
})();
