// Forms anybody may send carry proof that a machine worked for them. The work begins when the form is on the page and
// is done in a worker, so typing never waits for it. Without it the form asks a small question instead.
const begun = new WeakSet();

const work = (token, bits, source) => new Promise((found, failed) => {
  const worker = new Worker(source, { type: "module" });
  worker.onmessage = ({ data }) => { worker.terminate(); found(data); };
  worker.onerror = (error) => { worker.terminate(); failed(error); };
  worker.postMessage({ token, bits });
});

const prove = async (form) => {
  const proof = form.elements.form_proof, question = form.querySelector("[data-without-script]");
  if (begun.has(form) || proof.value) return;
  begun.add(form);
  if (question) question.hidden = true;
  try {
    proof.value = await work(form.elements.form_token.value, Number(proof.dataset.proofBits), form.dataset.proofWorker);
  } catch {
    begun.delete(form); // no worker here: the form goes as it is, as without script
    if (question) question.hidden = false;
  }
  form.dispatchEvent(new CustomEvent("proof:done"));
};

const isReady = (form) => {
  const question = form.querySelector("[data-without-script]");
  return form.elements.form_proof.value || !begun.has(form) || (question && !question.hidden);
};

export const proveAll = (part) => {
  for (const field of part.querySelectorAll("form[data-proof-worker] [name=form_proof]")) {
    const question = field.form.querySelector("[data-without-script]");
    if (field.value && question) question.hidden = true; // came back refused, its work done
    prove(field.form);
  }
};

export function watchProofs() {
  document.addEventListener("part:ready", (event) => proveAll(event.target));
  // sent before its work is done, a form waits for it: a second or two on an old phone
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-proof-worker]") || isReady(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const line = form.querySelector("[data-sending]");
    if (line) line.textContent = line.dataset.sending;
    form.addEventListener("proof:done", () => form.requestSubmit(event.submitter), { once: true });
  }, { capture: true });
}
