// What stands open is kept up to date: elements with data-watch are fetched anew when one of their topics changes.
// The stream says only that something changed. Without it, and whenever it may have missed something, all are fetched.
const MINUTE = 60_000;
const SPREAD = 1_500; // milliseconds; a thousand open pages do not ask in the same moment
const LEAST = 2_000; // between two fetches of one element: a board that hears of a thousand answers asks once in a while
let stream = null;
let timer = null;
let failures = 0;

const watchers = () => [...document.querySelectorAll("[data-watch]")];
const asked = new Map(); // id of an element → when it was fetched last, and the timer of the next time
const refresh = ({ id }, within = 0) => {
  const known = asked.get(id) ?? { at: 0, timer: null };
  if (known.timer) return; // it will be fetched after this change, too
  known.timer = setTimeout(() => {
    Object.assign(known, { at: Date.now(), timer: null });
    const element = document.getElementById(id);
    if (element) window.htmx?.trigger(element, "live");
  }, Math.max(Math.random() * within, known.at + LEAST - Date.now()));
  asked.set(id, known);
};
const refreshAll = () => watchers().forEach((element) => refresh(element));

const hear = ({ data: topic }) => {
  for (const element of watchers()) {
    const named = element.dataset.watch.split(" ");
    if (topic === "*" || named.includes(topic)) refresh(element, named.length && element.id === "chuong" ? SPREAD : 200);
  }
};

const addressOf = (url) => (url.startsWith(":") ? `${location.protocol}//${location.hostname}${url}/` : url);

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(open, wait);
};

const stop = () => {
  clearTimeout(timer);
  stream?.close();
  stream = null;
};

// no stream: ask every minute while somebody looks
const ask = () => {
  refreshAll();
  later(MINUTE);
};

async function open() {
  stop();
  if (document.visibilityState !== "visible" || !watchers().length) return;
  const passes = [...new Set(watchers().map((element) => element.dataset.pass))];
  let answer;
  try {
    answer = await fetch(`/lam-viec/luong/?${new URLSearchParams(passes.map((pass) => ["the", pass]))}`);
  } catch {
    return later(MINUTE / 6);
  }
  if (!answer.ok) return; // signed out, or a page of yesterday: it says so when it is used
  const { url, ticket } = await answer.json();
  if (!url) return failures++ ? ask() : later(MINUTE);
  stream = new EventSource(`${addressOf(url)}?ve=${encodeURIComponent(ticket)}`);
  stream.addEventListener("ready", () => { failures = 0; refreshAll(); });
  stream.onmessage = hear;
  stream.onerror = () => {
    // a ticket lasts a minute: never the browser's own retry, which would show an old one
    stop();
    failures += 1;
    if (failures > 3) ask();
    else later(Math.min(MINUTE, 1000 * 2 ** failures) * (0.5 + Math.random()));
  };
}

export const watchLive = () => {
  if (!watchers().length) return;
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? open() : stop()));
  addEventListener("pagehide", stop);
  if (document.readyState === "complete") open();
  else addEventListener("load", open);
};
