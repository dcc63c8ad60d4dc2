// The moderators' queue by keyboard. Every key presses a button or follows a link that is there for everybody.
const rows = () => [...document.querySelectorAll("[data-row]")];
const current = () => document.activeElement?.closest("[data-row]");

const move = (step) => {
  const all = rows(), at = all.indexOf(current());
  const next = at < 0 ? all[0] : all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

let decided = null; // the row of the last decision: the focus has moved on when somebody thinks better of it
const pressed = (scope, key) => scope?.querySelector(`[data-key="${CSS.escape(key)}"]`);

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "?") document.getElementById("phim")?.showModal();
  else {
    const scope = key === "/" ? document : current();
    const button = pressed(scope, key) ?? (key === "u" ? pressed(decided, key) : null);
    if (!button) return;
    if (button.matches("input[type=search], select")) button.focus();
    else button.click();
    if (button.matches("summary")) button.parentElement.querySelector("select, textarea")?.focus();
  }
  event.preventDefault();
});

// Enter on the chosen reason sends it; browsers would only open the list again.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-row] select")) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
});

// A decided row is swapped for its new state; work goes on at the next one that still waits, itself if it was restored.
document.addEventListener("htmx:afterSwap", (event) => {
  const row = event.detail.elt?.closest?.("[data-row]");
  if (!row) return;
  decided = row;
  const all = rows(), next = all.slice(all.indexOf(row)).find((each) => each.dataset.row === "held");
  (next ?? row).focus();
});
