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
