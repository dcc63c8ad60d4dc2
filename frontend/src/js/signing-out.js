// Who signs out of a telephone leaves no account of a case on it for the next person.
const ofReports = () => Object.keys(localStorage).filter((key) => key.startsWith("report:"));

const found = () => {
  try { return ofReports(); } catch { return []; } // private mode
};

export function watchSigningOut() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-signs-out]")) return;
    const kept = found();
    if (!kept.length) return;
    if (!confirm("Máy này còn bản báo vụ việc chưa gửi. Đăng xuất sẽ xóa bản đó khỏi máy. Vẫn đăng xuất?")) event.preventDefault();
    else for (const key of kept) localStorage.removeItem(key);
  });
}
