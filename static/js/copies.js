// What is typed is copied to this computer every two seconds. A copy that was never saved is offered when the document is
// opened again; each window keeps its own, so that none is written over by another.
(() => {
  const form = document.querySelector("[data-writing]");
  const { text, base } = form.elements;
  const prefix = `draft:${form.dataset.user}:${form.dataset.document}:`;
  const server = document.querySelector("[data-server-draft]");
  const unsaved = "unsaved" in form.dataset;
  const begun = text.value;
  let key = newKey();
  let kept = unsaved ? null : begun;

  function newKey() {
    return prefix + Math.random().toString(36).slice(2);
  }

  function keep(sent = false) {
    if (text.value === kept && !sent) return;
    if (text.value === begun && !unsaved) localStorage.removeItem(key);
    else write({ text: text.value, base: Number(base.value), at: Date.now(), sent });
    kept = text.value;
  }

  // Full, or turned off: then the words about drafts must not promise a copy.
  function write(copy) {
    try {
      localStorage.setItem(key, JSON.stringify(copy));
      delete form.dataset.uncopied;
    } catch {
      form.dataset.uncopied = "";
    }
  }

  function left() {
    const keys = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    return keys.map((name) => [name, JSON.parse(localStorage.getItem(name))]).sort((one, other) => other[1].at - one[1].at);
  }

  // Sent with the form, and its author has a later revision by now: it was saved.
  const isSaved = (copy) => copy.sent && Number(form.dataset.own) > copy.base;

  function offer(name, copy) {
    const row = document.querySelector("template[data-offer]").content.cloneNode(true).firstElementChild;
    const at = new Date(copy.at).toLocaleString([], { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    row.querySelector("[data-offer-text]").textContent = `This computer kept a text of ${at} that is not saved.`;
    row.querySelector("[data-restore]").addEventListener("click", () => { restore(name, copy); row.remove(); });
    row.querySelector("[data-discard]").addEventListener("click", () => { localStorage.removeItem(name); row.remove(); });
    form.before(row);
  }

  function restore(name, copy) {
    keep();
    if (text.value !== begun) key = newKey();
    text.value = copy.text;
    base.value = copy.base;
    keep();
    localStorage.removeItem(name);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }

  for (const [name, copy] of left()) {
    if (isSaved(copy) || copy.text === begun || copy.text === server?.value) localStorage.removeItem(name);
    else offer(name, copy);
  }
  keep();
  setInterval(keep, 2000);
  addEventListener("pagehide", () => keep());
  form.addEventListener("submit", () => { if (text.value !== begun || unsaved) keep(true); });
})();
