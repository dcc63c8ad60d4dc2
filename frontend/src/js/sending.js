// A report that must arrive: kept on this telephone until the server has it, sent again by itself on a bad line,
// and never counted twice, because the key made with the form goes with every try. Without this file it is a plain form.
// A draft is its person's: on a telephone of several people nobody is shown another's, and signing out takes it away.
const KEPT = "input:not([type=password]):not([type=file]):not([type=submit]):not([name=csrfmiddlewaretoken]), select, textarea";
const WAITS = [2, 4, 8, 15, 30]; // seconds between tries
const PATIENCE = 60_000; // a try that hangs longer is given up, and made again

const LASTS = 3 * 24 * 3600_000; // of a draft nobody came back to
const nameOf = (form) => `report:${form.dataset.sendBy}:${form.dataset.sendOnce}`;
const fields = (form) => [...form.elements].filter((field) => field.name && field.matches(KEPT));
const isChoice = (field) => /^(radio|checkbox)$/.test(field.type);

const read = (form) => {
  try { return JSON.parse(localStorage.getItem(nameOf(form))); } catch { return null; }
};

const keep = (form) => {
  const values = fields(form).map((field) => [field.name, field.value, field.checked ?? false]);
  try { localStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), values })); } catch { /* full or private */ }
};

// What others left here, and what is too old to be news.
const tidy = (form) => {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith("report:"))) {
      const { at } = JSON.parse(localStorage.getItem(key)) ?? {};
      if (!key.startsWith(`report:${form.dataset.sendBy}:`) || !(Date.now() - at < LASTS)) localStorage.removeItem(key);
    }
  } catch { /* private mode */ }
};

const forget = (form) => {
  try { localStorage.removeItem(nameOf(form)); } catch { /* private mode */ }
};

const restore = (form, values) => {
  for (const [name, value, checked] of values) {
    const field = fields(form).find((each) => each.name === name && (!isChoice(each) || each.value === value));
    if (!field) continue;
    if (isChoice(field)) field.checked = checked;
    else field.value = value;
  }
};

const say = (form, words, tone = "info", buttons = []) => {
  const line = form.querySelector("[data-send-said]");
  line.className = `notice is-${tone}`;
  line.hidden = !words;
  const text = document.createElement("p");
  text.textContent = words;
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-s";
    button.textContent = label;
    button.addEventListener("click", act);
    text.append(" ", button);
  }
  line.replaceChildren(text);
  if (words) line.scrollIntoView({ block: "nearest" });
};

const set = (form, name, value) => {
  const field = form.elements.namedItem(name);
  if (field) field.value = value;
};

const tooMuch = (form) => {
  const input = form.querySelector("input[type=file]");
  const files = [...(input?.files ?? [])];
  const most = Number(form.dataset.mostFiles);
  if (files.length > most) return `Bạn chọn ${files.length} ảnh; mỗi lần báo gửi tối đa ${most} ảnh. Chữ đã gõ còn nguyên, hãy chọn ít ảnh hơn.`;
  const large = files.find((file) => file.size > Number(form.dataset.mostBytes));
  return large ? `Ảnh ${large.name} quá lớn. Chữ đã gõ còn nguyên, hãy chọn ảnh khác.` : "";
};

// Refused: the page that came back says why; what was typed is in it, and the chosen photos stay chosen.
const takeOver = (form, html) => {
  const files = form.querySelector("input[type=file]")?.files;
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("form[data-send-once]");
  if (!fresh) return false;
  form.replaceWith(fresh);
  const input = fresh.querySelector("input[type=file]");
  if (files?.length && files.length <= Number(fresh.dataset.mostFiles) && input) input.files = files;
  prepare(fresh);
  (fresh.querySelector("[role=alert], [aria-invalid=true]") ?? fresh).scrollIntoView({ block: "center" });
  return true;
};

const tryOnce = async (form) => {
  set(form, "phone_now", new Date().toISOString());
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    return await fetch(form.action || location.href, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Send-Once": "1" },
      signal: giveUp.signal,
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
};

const settle = async (form, answer) => {
  if (answer.status === 201) {
    forget(form);
    location.assign(answer.headers.get("Location"));
  } else if (answer.status === 422) {
    takeOver(form, await answer.text());
  } else if (answer.redirected || answer.status === 403) {
    keep(form); // signed out meanwhile: after signing in the draft is here again
    location.reload();
  } else {
    say(form, answer.status === 413 ? "Ảnh quá nặng nên máy chủ không nhận. Chữ đã gõ còn nguyên, hãy chọn ít ảnh hơn." : "Máy chủ không nhận được báo cáo này. Chữ đã gõ còn nguyên.", "late");
    form.dataset.sending = "";
  }
};

const wait = (form, seconds) => new Promise((resolve) => {
  const done = () => { clearTimeout(timer); removeEventListener("online", done); resolve(); };
  const timer = setTimeout(done, seconds * 1000);
  addEventListener("online", done);
  say(form, `Đường truyền kém, chưa gửi được. Bản này đã lưu trên máy, tự gửi lại sau ${seconds} giây.`, "soon", [["Gửi lại ngay", done]]);
});

const send = async (form) => {
  if (form.dataset.sending) return;
  const refusal = tooMuch(form);
  if (refusal) { say(form, refusal, "late"); return; }
  form.dataset.sending = "1";
  set(form, "phone_at", new Date().toISOString());
  keep(form);
  for (let count = 0; ; count += 1) {
    say(form, "Đang gửi…");
    const answer = await tryOnce(form);
    if (answer && answer.status < 500) { await settle(form, answer); return; }
    await wait(form, WAITS[Math.min(count, WAITS.length - 1)]);
  }
};

const prepare = (form) => {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
  form.addEventListener("input", () => keep(form));
};

export function watchSending() {
  for (const form of document.querySelectorAll("form[data-send-once]")) {
    tidy(form);
    const draft = read(form);
    const isRefused = form.querySelector("[role=alert], [aria-invalid=true]");
    if (draft && !isRefused) {
      const fresh = form.elements.namedItem("key")?.value;
      restore(form, draft.values);
      say(form, `Đang dùng bản nháp lưu trên máy lúc ${new Date(draft.at).toLocaleString("vi-VN")}; ảnh phải chọn lại.`, "info", [
        ["Bỏ, viết mới", () => { forget(form); form.reset(); set(form, "key", fresh); set(form, "phone_at", ""); say(form, ""); }],
      ]);
    }
    prepare(form);
  }
}
