// The sprite: one symbol per name of icons.json, drawn by @tabler/icons.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const names = JSON.parse(readFileSync(new URL("icons.json", import.meta.url), "utf8"));
const folder = new URL("node_modules/@tabler/icons/", import.meta.url);

const symbol = (name) => {
  const drawing = readFileSync(new URL(`icons/outline/${name}.svg`, folder), "utf8");
  const shapes = drawing.replace(/^[\s\S]*?<svg[\s\S]*?>|<\/svg>\s*$/g, "").replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
};

/** Write the sprite and the licence of its drawings. */
export function writeSprite(target) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`);
  writeFileSync(target.replace(/\.svg$/, "-LICENSE.txt"), readFileSync(new URL("LICENSE", folder)));
}
