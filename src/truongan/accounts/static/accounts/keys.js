// Says what went wrong with a passkey; allauth's script would only write it to the console.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  const line = document.getElementById('khoa-loi')
  if (!line) return
  line.textContent = window.PublicKeyCredential ? line.dataset.refused : line.dataset.unsupported
  line.hidden = false
})
