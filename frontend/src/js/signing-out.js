// Who signs out of a telephone leaves nothing half written on it for the next person.
const found = () => {
  try { return Object.keys(localStorage).filter((key) => /^(report|draft):/.test(key)); } catch { return []; } // private mode
};

export function watchSigningOut() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-signs-out]")) return;
    const kept = found();
    if (!kept.length) return;
    if (!confirm("Máy này còn bản viết dở chưa gửi. Đăng xuất sẽ xóa bản đó khỏi máy. Vẫn đăng xuất?")) event.preventDefault();
    else for (const key of kept) localStorage.removeItem(key);
  });
}
