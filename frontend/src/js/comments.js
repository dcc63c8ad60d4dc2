// Comments below an article: the form and more of the list are fetched into the page; without script the same links
// and buttons lead to pages of their own.
const PART = { "HX-Request": "true" }; // the server answers with the part alone

const replace = (place, html) => {
  place.innerHTML = html;
  place.dispatchEvent(new CustomEvent("part:ready", { bubbles: true }));
  place.querySelector("[data-focus]")?.focus();
};

const open = async (link) => {
  const place = document.getElementById(link.dataset.into);
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href, { headers: PART });
  if (!answer.ok) throw new Error(answer.status);
  replace(place, await answer.text());
  place.scrollIntoView({ block: "nearest" });
  (place.querySelector("[data-focus]") ?? place.querySelector("input:not([type=hidden], [tabindex='-1'])"))?.focus();
};

const more = async (link) => {
  const answer = await fetch(link.href, { headers: PART });
  if (!answer.ok) throw new Error(answer.status);
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  const first = part.content.querySelector(".comment");
  (link.closest("[data-more]") ?? link).replaceWith(part.content);
  if (first) { first.tabIndex = -1; first.focus(); }
};

const send = async (form, place) => {
  const button = form.querySelector("[type=submit]"), line = form.querySelector("[data-sending]");
  button.disabled = true;
  line.textContent = line.dataset.sending;
  try {
    const answer = await fetch(form.action, { method: "POST", headers: PART, body: new URLSearchParams(new FormData(form)) });
    if (!answer.headers.get("Content-Type")?.includes("html") || answer.status >= 500) throw new Error(answer.status);
    // too large: what was typed stays in the form, only the words of refusal are shown
    if (answer.status === 413) line.textContent = line.dataset.tooLarge;
    else return replace(place, await answer.text());
  } catch {
    line.textContent = line.dataset.failed; // nothing was lost: the words are still in the form
  }
  button.disabled = false;
};

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const opener = event.target.closest("a[data-into]"), next = event.target.closest("[data-more] a");
  const link = opener ?? next;
  if (!link) return;
  event.preventDefault();
  (opener ? open : more)(link).catch(() => location.assign(link.href));
});

document.addEventListener("submit", (event) => {
  const place = event.target.closest("[data-form-place]");
  if (!place || !event.target.elements.form_token) return;
  event.preventDefault();
  send(event.target, place);
});
