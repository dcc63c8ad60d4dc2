// An article's page: size of the text, kept on this device, and ways to pass the address on.
const root = document.documentElement;
const SIZES = ["small", "", "large", "larger"];

const resize = (step) => {
  const now = Math.max(0, SIZES.indexOf(root.dataset.text ?? ""));
  const next = step ? SIZES[Math.min(SIZES.length - 1, Math.max(0, now + step))] : "";
  if (next) root.dataset.text = next;
  else delete root.dataset.text;
  try { next ? localStorage.setItem("text", next) : localStorage.removeItem("text"); } catch { /* private mode */ }
};

const copy = async (button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("[role=status]").textContent = button.dataset.done;
  } catch { // no permission, or no secure connection: the address stands beside it, ready to be taken
    button.closest(".share").querySelector("input, textarea").select();
  }
};

export function watchReading() {
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = !navigator.share;
  document.addEventListener("click", (event) => {
    const size = event.target.closest("button[data-text-size]");
    if (size) resize(Number(size.dataset.textSize));
    const copied = event.target.closest("[data-copy]");
    if (copied) copy(copied);
    const shared = event.target.closest("[data-share]");
    // a reader who thinks better of it rejects the promise
    if (shared) navigator.share({ title: shared.dataset.title, url: shared.dataset.share }).catch(() => {});
    if (event.target.matches(".share input, .share textarea")) event.target.select();
  });
}
