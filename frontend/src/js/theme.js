// Read before the first paint, so that a chosen look never flashes.
try {
  const look = localStorage.getItem("theme");
  if (look) document.documentElement.dataset.theme = look;
  const text = localStorage.getItem("text");
  if (text) document.documentElement.dataset.text = text;
} catch { /* private mode */ }
