// The review with keys: j and k lead from card to card and on to the next document, the others press what the card offers.
(() => {
  const text = document.querySelector("[data-text]");
  const cards = () => [...document.querySelectorAll("[data-card]")];
  const here = () => document.activeElement.closest("[data-card]");
  let place = -1;

  function go(card) {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  // The text beside the cards follows; the page itself does not move for it.
  function follow() {
    const marked = text.querySelector(".marked");
    if (!marked || text.scrollHeight <= text.clientHeight) return;
    const above = marked.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += above - text.clientHeight / 3;
  }

  function step(by) {
    const all = cards();
    const at = here() ? all.indexOf(here()) + by : all.findIndex((card) => "open" in card.dataset);
    if (all[at]) return go(all[at]);
    const onward = document.querySelector(by > 0 ? "[data-document-after]" : "[data-document-before]");
    if (onward) onward.click();
  }

  function undo() {
    const own = here()?.querySelector("[data-press=u]");
    const made = [...document.querySelectorAll("[data-press=u]")];
    const last = made.sort((one, other) => other.dataset.act - one.dataset.act)[0];
    (own || last)?.click();
  }

  const press = (key) => here()?.querySelector(`[data-press="${key}"]`)?.click();
  const keys = { j: () => step(1), k: () => step(-1), u: undo };
  for (const key of ["a", "r", "e", "m"]) keys[key] = () => press(key);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (localStorage.getItem("keys") === "off" || event.target.closest("input, textarea, select, dialog")) return;
    keys[event.key]?.();
  });
  document.addEventListener("focusin", (event) => { if (event.target.closest("[data-card]")) follow(); });

  // A card that was decided is swapped: the next one that is open takes the focus.
  document.body.addEventListener("htmx:beforeSwap", (event) => { place = cards().indexOf(event.detail.target); });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (place < 0) return;
    const all = cards();
    const undone = all[place] && "open" in all[place].dataset;
    go(undone ? all[place] : [...all.slice(place), ...all].find((card) => "open" in card.dataset) || all[place]);
  });

  const wanted = location.hash.startsWith("#card-") && document.getElementById(location.hash.slice(1));
  go(wanted || cards().find((card) => "open" in card.dataset));
})();
