// Enhancement only: every page is complete without this file.
import { watchDialogs } from "./dialogs.js";
import { watchDrafts } from "./drafts.js";
import { proveAll, watchProofs } from "./proof.js";
import { watchReading } from "./reading.js";
import { watchRows } from "./rows.js";
import { watchSigningOut } from "./signing-out.js";
import { watchTheme } from "./theme-choice.js";

watchTheme();
watchDialogs();
watchRows();
watchReading();
watchDrafts();
watchSigningOut();
watchProofs();
proveAll(document);

const enhance = (part) => {
  for (const hidden of part.querySelectorAll("[data-theme-toggle], [data-needs-script], [data-toast-close], [data-chart-open], [data-map-open]")) hidden.hidden = false;
  part.querySelector("[data-focus]")?.focus();
};
enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.target));

document.addEventListener("click", async (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
  if (event.target.closest("[data-print]")) print();
  const opener = event.target.closest("[data-chart-open]");
  if (opener) {
    const box = opener.closest("[data-chart]");
    opener.disabled = true;
    (await import(/* @vite-ignore */ box.dataset.chartModule)).explore(box);
    opener.hidden = true;
  }
  const mapOpener = event.target.closest("[data-map-open]");
  if (mapOpener) {
    const box = mapOpener.closest("[data-map]");
    mapOpener.disabled = true;
    (await import(/* @vite-ignore */ box.dataset.mapModule)).explore(box);
    mapOpener.hidden = true;
  }
});

// a day typed as 14/9/2021 goes into the address as 2021-09-14, so that links look the same everywhere
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("input[data-day]")) {
    const [, day, month, year] = field.value.trim().match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/) ?? [];
    if (year) field.value = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  }
});

// said and read: good news goes by itself, bad news waits for the person
for (const toast of document.querySelectorAll("[data-toast]:not(.is-late)")) setTimeout(() => toast.remove(), 8000);
