// Shows notices while no page is open. Keeps nothing and answers no request: every page comes from the server.
const ICON = "/static/img/icon-192.png";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // a browser that got no words still has to show something, else it takes the permission away
  }
  event.waitUntil(
    self.registration.showNotification(said.subject || "Bạn có thông báo mới", {
      tag: said.key || "thong-bao", // the same message again takes the place of the first
      data: { url: said.url || "/lam-viec/thong-bao/" },
      icon: ICON,
      badge: ICON,
      lang: "vi",
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data.url, self.location.origin)));
});

// in a window of ours that is open already, else in a new one
const open = async (url) => {
  if (!/^https?:$/.test(url.protocol)) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const ours = windows.find((each) => new URL(each.url).origin === url.origin);
  if (!ours) return self.clients.openWindow(url.href);
  await ours.focus();
  return ours.navigate(url.href).catch(() => self.clients.openWindow(url.href));
};

// The push service gave this browser another address: it takes the place of the old one. The old one's secret proves
// whose it was, as nobody may be signed in any more; a browser that does not tell it needs the session.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const secret = (subscription, name) => (subscription?.getKey(name) ? text(subscription.getKey(name)) : "");

const renew = async ({ oldSubscription, newSubscription }) => {
  const options = { userVisibleOnly: true, applicationServerKey: bytes(self.PUSH_KEY) };
  const made = newSubscription ?? (await self.registration.pushManager.subscribe(options));
  await fetch("/lam-viec/kenh/dien-thoai/doi/", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    body: JSON.stringify({
      endpoint: made.endpoint,
      p256dh: secret(made, "p256dh"),
      auth: secret(made, "auth"),
      old_endpoint: oldSubscription?.endpoint ?? "",
      old_auth: secret(oldSubscription, "auth"),
    }),
  });
};
