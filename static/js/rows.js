// A row for the timeline or the actions, put into its table; the time is chosen by the writer's clock, written in UTC.
for (const panel of document.querySelectorAll("[data-row]")) {
  const form = panel.closest("form");
  const editor = form.querySelector("[data-editor]");
  const opener = form.querySelector(`[data-opens="${panel.id}"]`);
  const told = panel.querySelector("[data-row-told]");
  const cell = (name) => panel.querySelector(`[data-cell="${name}"]`);
  const words = (name) => cell(name).value.trim().replace(/\s+/g, " ").replace(/\\?\|/g, "\\|");
  const pad = (number) => String(number).padStart(2, "0");

  function utc() {
    const time = new Date(cell("time").value);
    return Number.isNaN(time.getTime()) ? "" : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  }

  function row() {
    if (panel.dataset.row === "timeline") return `| ${cell("star").checked ? "★ " : ""}${utc()} | ${words("text")} |`;
    return `| ${words("text")} | ${words("owner")} | ${cell("due").value} | open |`;
  }

  // Where a row goes: into the table under its head, a timed one before what came later; else with a table of its own.
  function place(added) {
    const lines = editor.value.split("\n");
    const cut = (line) => line.replace(/\s+/g, "");
    const top = lines.findIndex((line) => cut(line) === cut(panel.dataset.head));
    if (top < 0) {
      const rule = panel.dataset.head.replace(/[^|]+/g, " --- ");
      return { from: editor.value.length, to: editor.value.length, text: `\n## ${panel.dataset.heading}\n\n${panel.dataset.head}\n${rule}\n${added}\n` };
    }
    const time = (line) => line.replace(/^\|[\s★]*/, "").slice(0, 16);
    let at = top + 2;
    const isLater = (line) => panel.dataset.row === "timeline" && /^\d{4}-/.test(time(line)) && time(line) > time(added);
    while (at < lines.length && lines[at].startsWith("|") && !isLater(lines[at])) at += 1;
    if (at > lines.length - 1) return { from: editor.value.length, to: editor.value.length, text: `\n${added}` };
    const from = lines.slice(0, at).join("\n").length + 1;
    return { from, to: from, text: `${added}\n` };
  }

  function add() {
    if (!words("text") || (panel.dataset.row === "timeline" && !utc())) {
      told.textContent = "A row has its words, and in a timeline its time.";
      return;
    }
    editor.dispatchEvent(new CustomEvent("editor:put", { detail: { ...place(row()), stay: true } }));
    told.textContent = "The row is in the text.";
    cell("text").value = "";
    cell("text").focus();
  }

  function open(isOpen) {
    panel.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return opener.focus();
    const now = new Date();
    const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
    if (cell("time") && !cell("time").value) cell("time").value = `${day}T${pad(now.getHours())}:${pad(now.getMinutes())}`;
    panel.dispatchEvent(new Event("input"));
    cell("text").focus();
  }

  opener.addEventListener("click", () => open(panel.hidden));
  panel.querySelector("[data-close-row]").addEventListener("click", () => open(false));
  panel.querySelector("[data-add-row]").addEventListener("click", add);
  panel.addEventListener("input", () => { if (cell("time")) told.textContent = utc() && `In the text: ${utc()}`; });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); add(); }
    if (event.key === "Escape") open(false);
  });
}
