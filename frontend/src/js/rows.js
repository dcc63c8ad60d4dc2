// Choosing rows of a table: all at once, counted; listens on the document so that swapped tables work too.
const rowsOf = (panel) => [...panel.querySelectorAll("tbody input[type=checkbox]")];

const count = (panel) => {
  const rows = rowsOf(panel), chosen = rows.filter((row) => row.checked).length;
  const all = panel.querySelector("[data-select-all]"), out = panel.querySelector("[data-count]");
  if (out) out.textContent = chosen.toLocaleString("vi-VN");
  all.indeterminate = chosen > 0 && chosen < rows.length;
  all.checked = rows.length > 0 && chosen === rows.length;
};

export function watchRows() {
  document.addEventListener("change", (event) => {
    const panel = event.target.closest(".panel");
    if (!panel?.querySelector("[data-select-all]")) return;
    if (event.target.matches("[data-select-all]")) for (const row of rowsOf(panel)) row.checked = event.target.checked;
    count(panel);
  });
  for (const all of document.querySelectorAll("[data-select-all]")) if (all.closest(".panel")) count(all.closest(".panel"));
}
