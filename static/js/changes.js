// n and j lead to the next change, k to the one before; at the end of a page on to the next page.
(() => {
  const changes = [...document.querySelectorAll("[data-change]")];

  function at() {
    const focused = changes.indexOf(document.activeElement.closest("[data-change]"));
    return focused >= 0 ? focused : changes.findIndex((change) => `#${change.id}` === location.hash);
  }

  function go(change) {
    change.focus({ preventScroll: true });
    change.scrollIntoView({ block: "start" });
    history.replaceState(null, "", `#${change.id}`);
  }

  function step(by) {
    const here = at();
    const next = changes[here < 0 && by < 0 ? -1 : here + by];
    if (next) return go(next);
    const onward = document.querySelector(by > 0 ? ".pagination [rel=next]" : ".pagination [rel=prev]");
    if (onward) onward.click();
  }

  const keys = { n: 1, j: 1, k: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (localStorage.getItem("keys") === "off" || event.target.closest("input, textarea, select, dialog")) return;
    if (keys[event.key]) step(keys[event.key]);
  });
})();
