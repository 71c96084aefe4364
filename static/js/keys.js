// Single keys and "g s" pairs lead to the links that carry them; "/" goes to the search, j and k through the rows of a
// list. They can be turned off.
(() => {
  const dialog = document.querySelector("[data-keys-dialog]");
  const opener = document.querySelector("[data-keys-open]");
  const on = document.querySelector("[data-keys-on]");
  const links = new Map([["g h", document.querySelector(".brand")]]);
  for (const link of document.querySelectorAll("[data-key]")) links.set(link.dataset.key, link);
  const listed = document.querySelector("[data-rows]");
  let before = "";

  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());

  const writing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");

  function search() {
    const box = document.querySelector("[data-search-box] [data-search]");
    box.focus();
    box.select();
  }

  function step(by) {
    const rows = [...document.querySelectorAll("[data-rows] tbody th > a")];
    const at = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
    const next = rows[at < 0 && by < 0 ? rows.length - 1 : at + by];
    if (next) next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const link = links.get(before ? `${before} ${event.key}` : event.key);
    before = !before && event.key === "g" ? "g" : "";
    if (link) link.click();
    else if (event.key === "/") search();
    else if (event.key === "?") dialog.showModal();
    else if (listed && event.key === "j") step(1);
    else if (listed && event.key === "k") step(-1);
    else return;
    event.preventDefault();
  });
})();
