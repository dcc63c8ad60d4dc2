// Dialogs and popovers for browsers that do not know them yet.
export function watchDialogs() {
  if (!("popover" in HTMLElement.prototype)) openByAttribute();
  if ("commandForElement" in HTMLButtonElement.prototype) return;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "close") dialog.close();
    else dialog.showModal();
  });
}

function openByAttribute() {
  document.documentElement.classList.add("no-popover");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[popovertarget]");
    const opened = [...document.querySelectorAll("[popover][data-open]")].filter((part) => !part.contains(event.target) || button);
    const target = button && document.getElementById(button.getAttribute("popovertarget"));
    const opens = target && !("open" in target.dataset) && button.getAttribute("popovertargetaction") !== "hide";
    for (const part of opened) if (part === target || !part.contains(button)) delete part.dataset.open;
    if (opens) target.dataset.open = "";
  });
}
