// The page on which a person lets this browser show notices. Without a script it says that there are other ways.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const hex = (buffer) => [...new Uint8Array(buffer)].map((each) => each.toString(16).padStart(2, "0")).join("");

const isApple = /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

const say = (box, state) => {
  for (const each of box.querySelectorAll("[data-push-state]")) each.hidden = each.dataset.pushState !== state;
  box.querySelector("[data-push-on]").hidden = !["off", "failed"].includes(state);
};

const current = async (box) => (await navigator.serviceWorker.getRegistration(box.dataset.pushWorker))?.pushManager.getSubscription();

// a browser keeps its subscription when it was turned off elsewhere: the list of the server decides
const rowOf = async (subscription) => {
  const mark = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint)));
  return document.querySelector(`[data-push-mark="${mark}"]`);
};

const look = async (box) => {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    return say(box, isApple && !isInstalled() ? "home" : "unsupported");
  }
  if (Notification.permission === "denied") return say(box, "denied");
  const subscription = await current(box);
  const row = subscription && (await rowOf(subscription));
  if (!row) return say(box, "off");
  row.querySelector("[data-push-here]").hidden = false;
  row.dataset.pushIsHere = "";
  return say(box, "on");
};

const allow = async (box) => {
  if ((await Notification.requestPermission()) !== "granted") return say(box, Notification.permission === "denied" ? "denied" : "off");
  const worker = await navigator.serviceWorker.register(box.dataset.pushWorker);
  await navigator.serviceWorker.ready;
  // one made under another key of the server would never be delivered
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.pushKey) });
  const form = box.querySelector("[data-push-form]");
  form.elements.endpoint.value = made.endpoint;
  form.elements.p256dh.value = text(made.getKey("p256dh"));
  form.elements.auth.value = text(made.getKey("auth"));
  form.requestSubmit();
};

export const watchPush = () => {
  const box = document.querySelector("[data-push]");
  if (!box) return;
  look(box).catch(() => say(box, "unsupported"));
  box.querySelector("[data-push-on]").addEventListener("click", () => allow(box).catch(() => say(box, "failed")));
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-push-end]") || !event.target.closest("[data-push-is-here]")) return;
    event.preventDefault();
    await (await current(box))?.unsubscribe().catch(() => {});
    event.target.submit();
  });
};
