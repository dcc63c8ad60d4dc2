// Enhancement only: every page is complete without this file.
import { watchDialogs } from "./dialogs.js";
import { watchDrafts } from "./drafts.js";
import { watchRows } from "./rows.js";
import { watchTheme } from "./theme-choice.js";

watchTheme();
watchDialogs();
watchRows();
watchDrafts();

const enhance = (part) => {
  for (const hidden of part.querySelectorAll("[data-theme-toggle], [data-toast-close], [data-chart-open]")) hidden.hidden = false;
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
});

// said and read: good news goes by itself, bad news waits for the person
for (const toast of document.querySelectorAll("[data-toast]:not(.is-late)")) setTimeout(() => toast.remove(), 8000);
