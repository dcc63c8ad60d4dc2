// Says that somebody looks at a task: programs that check links run no scripts, and a page in the background is not read.
const form = document.querySelector("[data-seen]");

function say() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", say);
  fetch(form.dataset.seen, { method: "POST", keepalive: true, credentials: "same-origin" }).catch(() => {});
}

if (form) {
  document.addEventListener("visibilitychange", say);
  say();
}
