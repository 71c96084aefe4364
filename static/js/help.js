// Beside the text stands what belongs under the heading where the writer is; all of it is there to be opened.
for (const help of document.querySelectorAll("[data-help]")) {
  const editor = help.closest("form").querySelector("[data-editor]");
  const parts = [...help.querySelectorAll("[data-help-for]")];
  const HEADING = /^#{1,6}[^\S\n]+(.+?)[^\S\n]*#*$/gm;

  function follow() {
    const above = editor.value.slice(0, editor.selectionStart) + editor.value.slice(editor.selectionStart).split("\n", 1)[0];
    const headings = [...above.matchAll(HEADING)].map((found) => found[1].toLowerCase()).reverse();
    const here = headings.map((name) => parts.find((part) => part.dataset.helpFor.toLowerCase() === name)).find(Boolean);
    for (const part of parts) part.classList.toggle("current", part === (here || parts[0]));
  }

  const more = help.querySelector("[data-help-all]");
  more.addEventListener("click", () => {
    more.textContent = help.classList.toggle("all") ? "Only where I am" : "Show all";
  });
  for (const moved of ["keyup", "click", "input", "focus"]) editor.addEventListener(moved, follow);
  follow();
}
