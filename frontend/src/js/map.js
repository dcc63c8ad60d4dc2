// Loaded only when a reader opens the map: the shapes the page has drawn already, to be moved and enlarged.
// No tiles and no letters from elsewhere: a plain ground, the imported boundaries, and our own buttons.
import { Map as Chart, setWorkerUrl } from "maplibre-gl";

const colour = (name) => {
  const probe = document.createElement("span");
  probe.className = `probe-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
};

const paints = () => ({
  ground: colour("paper"),
  edge: colour("ink-3"),
  chosen: colour("ink"),
  fill: ["match", ["get", "class"], ...[0, 1, 2, 3, 4].flatMap((each) => [each, colour(`class-${each}`)]), colour("class-none")],
});

export async function explore(box) {
  setWorkerUrl(new URL(box.dataset.mapWorker, location.href).href);
  const shapes = await (await fetch(box.dataset.mapShapes)).json();
  const place = box.querySelector("[data-map-place]");
  const said = box.querySelector("[data-map-said]");
  place.hidden = false;
  box.querySelector("[data-map-still]").hidden = true;
  const paint = paints();
  const bounds = [shapes.bbox.slice(0, 2), shapes.bbox.slice(2)];
  const chart = new Chart({
    container: place.querySelector("[data-map-canvas]"),
    attributionControl: false,
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 14,
    bounds,
    fitBoundsOptions: { padding: 24 },
    fadeDuration: 0,
    style: {
      version: 8,
      sources: { units: { type: "geojson", data: shapes, generateId: true } },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": paint.ground } },
        { id: "units", type: "fill", source: "units", paint: { "fill-color": paint.fill } },
        { id: "edges", type: "line", source: "units", paint: { "line-color": paint.edge, "line-width": 0.75 } },
        {
          id: "chosen",
          type: "line",
          source: "units",
          paint: { "line-color": paint.chosen, "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, 0] },
        },
      ],
    },
  });
  chart.touchZoomRotate.disableRotation();
  chart.keyboard.disableRotation();
  chart.getCanvas().setAttribute("aria-label", box.dataset.mapLabel);

  let chosen;
  const choose = (unit) => {
    if (chosen?.id === unit?.id) return;
    if (chosen) chart.setFeatureState({ source: "units", id: chosen.id }, { chosen: false });
    chosen = unit;
    if (unit) chart.setFeatureState({ source: "units", id: unit.id }, { chosen: true });
    said.textContent = unit ? `${unit.properties.name}: ${unit.properties.text}` : "";
  };
  const under = (point) => (chart.getLayer("units") ? chart.queryRenderedFeatures(point, { layers: ["units"] })[0] : undefined);
  const open = (unit) => unit?.properties.href && location.assign(unit.properties.href);

  chart.on("mousemove", ({ point }) => {
    choose(under(point));
    chart.getCanvas().style.cursor = chosen?.properties.href ? "pointer" : "";
  });
  chart.on("click", ({ point }) => {
    const unit = under(point);
    if (matchMedia("(hover: hover)").matches || unit?.id === chosen?.id) open(unit); // a finger sees the number first
    choose(unit);
  });
  // with the keys: arrows move the map, the unit in its middle is the one that is named, Enter opens it
  const middle = () => under(chart.project(chart.getCenter()));
  chart.on("moveend", () => document.activeElement === chart.getCanvas() && choose(middle()));
  chart.getCanvas().addEventListener("focus", () => choose(middle()));
  chart.getCanvas().addEventListener("keydown", (event) => event.key === "Enter" && open(chosen));

  const moves = { in: () => chart.zoomIn(), out: () => chart.zoomOut(), whole: () => chart.fitBounds(bounds, { padding: 24 }) };
  place.addEventListener("click", (event) => moves[event.target.closest("[data-map-move]")?.dataset.mapMove]?.());

  const recolour = () => {
    const now = paints();
    chart.setPaintProperty("ground", "background-color", now.ground);
    chart.setPaintProperty("units", "fill-color", now.fill);
    chart.setPaintProperty("edges", "line-color", now.edge);
    chart.setPaintProperty("chosen", "line-color", now.chosen);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  new MutationObserver(recolour).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  chart.once("idle", () => {
    place.setAttribute("data-map-ready", "");
    if (document.activeElement === chart.getCanvas()) choose(middle());
  });
  chart.getCanvas().focus();
}
