// The search box: arrows walk through what was found, Escape leads back, and a pasted log goes to the matcher.
for (const form of document.querySelectorAll("[data-search-box]")) {
  const box = form.querySelector("[data-search]");
  const found = form.querySelector("[data-found]") || document.querySelector("[data-found]");
  const isPanel = form.contains(found);

  const hits = () => [...found.querySelectorAll("[data-hit]")];

  function go(step) {
    const stops = [box, ...hits()];
    const at = stops.indexOf(document.activeElement);
    const next = stops[Math.min(Math.max(at + step, 0), stops.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function walk(event) {
    if (event.key === "ArrowDown") go(1);
    else if (event.key === "ArrowUp") go(-1);
    else if (event.key === "Escape" && document.activeElement !== box) box.focus();
    else if (event.key === "Escape" && isPanel) found.hidden = true;
    else return;
    event.preventDefault();
  }

  box.addEventListener("keydown", walk);
  found.addEventListener("keydown", walk);
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").trim();
    if (!text.includes("\n")) return;
    event.preventDefault();
    sessionStorage.setItem("paste", text);
    location.assign(form.dataset.matcher);
  });
  if (!isPanel) continue;
  form.addEventListener("focusin", () => { found.hidden = false; });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) found.hidden = true; });
  document.addEventListener("pointerdown", (event) => { if (!form.contains(event.target)) found.hidden = true; });
}
