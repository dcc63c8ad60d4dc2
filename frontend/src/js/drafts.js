// What is typed into a long form stays on this device until it is accepted; leaving with it unsent is warned of.
// Passwords, files and hidden fields are never kept. On a device of several people a draft is its account's alone.
const KEPT = "input:not([type=password]):not([type=file]):not([type=hidden]):not([type=submit]), select, textarea";
const account = () => document.body.dataset.account ?? "";
const keyOf = (form) => `draft:${account()}:${form.dataset.draft}`;
const changed = new WeakSet();

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.matches(KEPT));

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
};

const keep = (form) => {
  const values = fieldsOf(form).map((field) => [field.name, field.value, field.checked ?? false]);
  try { localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values })); } catch { /* full or private */ }
};

const forget = (form) => {
  try { localStorage.removeItem(keyOf(form)); } catch { /* private mode */ }
};

const restore = (form, values) => {
  const fields = fieldsOf(form);
  for (const [name, value, checked] of values) {
    const place = fields.findIndex((field) => field.name === name && (!/^(radio|checkbox)$/.test(field.type) || field.value === value));
    if (place < 0) continue;
    const [field] = fields.splice(place, 1);
    if (/^(radio|checkbox)$/.test(field.type)) field.checked = checked;
    else field.value = value;
  }
  changed.add(form);
};

// What the person before did not send, when their time ran out before they signed out. Strangers' own drafts stay.
const forgetOthers = () => {
  const kept = ["draft::", `draft:${account()}:`];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("draft:") && !kept.some((start) => key.startsWith(start))) localStorage.removeItem(key);
    }
  } catch { /* private mode */ }
};

const offer = (form, draft) => {
  const line = document.createElement("div");
  line.className = "notice is-info";
  line.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = `Máy này còn bản nháp lúc ${new Date(draft.at).toLocaleString("vi-VN")}. `;
  for (const [label, act] of [["Dùng lại", () => restore(form, draft.values)], ["Bỏ bản nháp", () => forget(form)]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-s";
    button.textContent = label;
    button.addEventListener("click", () => { act(); line.remove(); });
    words.append(button, " ");
  }
  line.append(words);
  form.prepend(line);
};

// Sent with the last page: done with, unless that form stands here again with its reasons.
const settle = () => {
  let sent = null;
  try { sent = sessionStorage.getItem("draft-sent"); sessionStorage.removeItem("draft-sent"); } catch { /* private mode */ }
  const form = sent && document.querySelector(`form[data-draft="${CSS.escape(sent)}"]`);
  if (sent && !form?.querySelector("[aria-invalid=true], [role=alert]")) forget({ dataset: { draft: sent } });
};

export function watchDrafts() {
  settle();
  if (account()) forgetOthers();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const draft = read(keyOf(form));
    // a form that came back refused already holds what was typed
    if (draft && !form.querySelector("[aria-invalid=true], [role=alert]")) offer(form, draft);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft], form[data-unsaved]");
    if (!form) return;
    changed.add(form);
    if (form.dataset.draft) keep(form);
  });
  document.addEventListener("submit", (event) => {
    changed.delete(event.target);
    if (!event.target.dataset.draft) return;
    try { sessionStorage.setItem("draft-sent", event.target.dataset.draft); } catch { /* private mode */ }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && event.detail.successful && event.detail.requestConfig.verb !== "get") forget(form);
  });
  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form[data-unsaved]")].some((form) => changed.has(form))) event.preventDefault();
  });
}
