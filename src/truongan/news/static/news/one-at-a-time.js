// Saving by itself and a button pressed meanwhile would write the same article at once: a new one twice under one
// address, a known one over a version that is no longer the last. The button waits until the saving has come back.
const LONGEST = 8000 // ms; a line that says nothing for so long does not keep a person from sending

function take(form) {
  let saving = false
  let waiting = null
  let leaving = false
  const send = HTMLFormElement.prototype.submit.bind(form)

  function wait(then) {
    const first = !waiting
    waiting = then
    if (first) window.setTimeout(go, LONGEST)
  }
  function go() {
    if (!waiting) return
    const then = waiting
    waiting = null
    leaving = true
    then()
  }
  function carry(button) {
    if (!button?.name) return
    // The pressed button is disabled by now, and a disabled one is not sent.
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value || '1' }))
  }

  form.addEventListener('w-autosave:save', (event) => {
    if (leaving) event.preventDefault()
  })
  // At the window, after whoever else may have stopped it.
  window.addEventListener('w-autosave:save', (event) => {
    saving = !event.defaultPrevented
  })
  for (const end of ['w-autosave:success', 'w-autosave:error']) {
    form.addEventListener(end, () => {
      saving = false
      go()
    })
  }
  document.addEventListener('submit', (event) => {
    if (event.target !== form || !saving || leaving) return
    event.preventDefault()
    event.stopImmediatePropagation()
    wait(() => {
      carry(event.submitter)
      form.requestSubmit()
    })
  }, true)
  form.submit = () => (saving && !leaving ? wait(send) : send()) // the steps of the approval send it so
}

document.addEventListener('DOMContentLoaded', () => {
  const form = document.querySelector('form[data-edit-form]')
  if (form) take(form)
})
