// Behind [[ a list of documents and entries, behind @ one of people; arrows walk, Enter or Tab takes, Escape closes.
for (const list of document.querySelectorAll("[data-completion]")) {
  const editor = list.closest("form").querySelector("[data-editor]");
  const told = list.parentElement.querySelector("[data-completion-told]");
  const kinds = [
    { open: /\[\[([^[\]\n]{0,60})$/, start: 2, url: list.dataset.namesUrl, end: /^\]\]/ },
    { open: /(?:^|[\s(|])@([\w.-]{0,30})$/, start: 1, url: list.dataset.peopleUrl, end: /^$/ },
  ];
  let [from, end, waiting, asked] = [-1, null, 0, new AbortController()];

  for (const [name, value] of [["autocomplete", "list"], ["haspopup", "listbox"], ["controls", list.id]]) editor.setAttribute(`aria-${name}`, value);

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    asked.abort();
    list.hidden = true;
    told.textContent = "";
    editor.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    editor.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const at = editor.selectionStart;
    const closing = editor.value.slice(at).match(end);
    const text = option.dataset.insert + (option.dataset.insert.startsWith("@") ? " " : "");
    const to = at + (closing ? closing[0].length : 0);
    editor.dispatchEvent(new CustomEvent("editor:put", { detail: { from, to, text } }));
    close();
  }

  async function ask(kind, letters) {
    asked.abort();
    asked = new AbortController();
    // A newer question ends this one wherever it is: before the answer comes, or while it is read.
    const answer = await fetch(`${kind.url}?${new URLSearchParams({ q: letters })}`, { signal: asked.signal })
      .then((found) => (found.ok ? found.text() : null))
      .catch((error) => { if (error instanceof TypeError || error.name === "AbortError") return null; throw error; });
    if (answer === null) return;
    list.innerHTML = answer;
    if (!options().length) return close();
    list.hidden = false;
    editor.dispatchEvent(new CustomEvent("caret:at", { detail: { at: from, element: list } }));
    choose(options()[0]);
    told.textContent = `${options().length} found`;
  }

  editor.addEventListener("input", () => {
    clearTimeout(waiting);
    const before = editor.value.slice(Math.max(0, editor.selectionStart - 80), editor.selectionStart);
    const kind = editor.selectionStart === editor.selectionEnd && kinds.find((one) => one.open.test(before));
    if (!kind) return close();
    const letters = before.match(kind.open)[1];
    [from, end] = [editor.selectionStart - letters.length - kind.start, kind.end];
    waiting = setTimeout(() => ask(kind, letters), 120);
  });
  editor.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = options();
    const at = all.findIndex((one) => one.ariaSelected === "true");
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at + all.length - 1) % all.length]);
    else if (event.key === "Enter" || event.key === "Tab") take(all[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  editor.addEventListener("blur", close);
}
