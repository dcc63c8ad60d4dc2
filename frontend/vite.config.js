// Builds into the web context's static folder with fixed names: the server's manifest storage hashes them.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { writeSprite } from "./icons.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../src/truongan/web/static");
const FOLDERS = { css: "css", woff2: "fonts", svg: "img" };

const copies = {
  name: "copies",
  closeBundle() {
    mkdirSync(`${OUT}/img`, { recursive: true });
    copyFileSync(here("src/js/theme.js"), `${OUT}/js/theme.js`);
    copyFileSync(here("src/js/service-worker.js"), `${OUT}/js/service-worker.js`);
    copyFileSync(here("node_modules/htmx.org/dist/htmx.min.js"), `${OUT}/js/htmx.js`);
    copyFileSync(here("node_modules/htmx.org/LICENSE"), `${OUT}/js/htmx-LICENSE.txt`);
    copyFileSync(here("node_modules/echarts/LICENSE"), `${OUT}/js/chart-LICENSE.txt`);
    // its own file, for the browser starts the worker by its address
    const worker = readFileSync(here("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
    writeFileSync(`${OUT}/js/map-worker.js`, worker.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
    copyFileSync(here("node_modules/maplibre-gl/LICENSE.txt"), `${OUT}/js/map-LICENSE.txt`);
    copyFileSync(here("node_modules/@fontsource/be-vietnam-pro/LICENSE"), `${OUT}/fonts/be-vietnam-pro-OFL.txt`);
    for (const name of ["mark.svg", "mark-line.svg"]) copyFileSync(here(`src/img/${name}`), `${OUT}/img/${name}`);
    writeSprite(`${OUT}/img/icons.svg`);
  },
};

export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: false,
  logLevel: "warn",
  plugins: [copies],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 1200, // the libraries of charts and maps, loaded when a reader opens one
    // browsers of the last four years: nesting, light-dark() and the like are compiled for them
    target: "es2022",
    cssTarget: ["chrome107", "edge107", "firefox106", "safari16"],
    cssMinify: "lightningcss",
    rollupOptions: {
      preserveEntrySignatures: "exports-only", // chart.js and map.js are imported by app.js when they are asked for
      input: {
        app: here("src/js/app.js"),
        chart: here("src/js/chart.js"),
        map: here("src/js/map.js"),
        working: here("src/js/working.js"),
        comments: here("src/js/comments.js"),
        seen: here("src/js/seen.js"),
        moderation: here("src/js/moderation.js"),
        "proof-worker": here("src/js/proof-worker.js"),
        portal: here("src/portal.css"),
        workspace: here("src/workspace.css"),
      },
      output: {
        entryFileNames: "js/[name].js",
        chunkFileNames: "js/[name].js",
        assetFileNames: (asset) => `${FOLDERS[asset.names[0].split(".").pop()] ?? "other"}/[name][extname]`,
      },
    },
  },
  css: { transformer: "lightningcss" },
});
