// The buttons above the editor: what is chosen gets their marks, or loses them. Arrows walk through the buttons.
for (const bar of document.querySelectorAll("[data-toolbar]")) {
  const editor = bar.closest("form").querySelector("[data-editor]");
  const buttons = [...bar.querySelectorAll("button")];
  bar.hidden = false;
  buttons.forEach((button, at) => { button.tabIndex = at ? -1 : 0; });

  function put(from, to, text, chosen) {
    editor.dispatchEvent(new CustomEvent("editor:put", { detail: { from, to, text, chosen } }));
  }

  function wrap({ before, after, sample, select }) {
    const { selectionStart: from, selectionEnd: to, value } = editor;
    const isWrapped = value.slice(from - before.length, from) === before && value.slice(to, to + after.length) === after;
    const words = value.slice(from, to);
    if (isWrapped) return put(from - before.length, to + after.length, words, [from - before.length, to - before.length]);
    const text = before + (words || sample) + after;
    const start = select && words ? text.indexOf(select, before.length + words.length) : before.length;
    put(from, to, text, [from + start, from + start + (select && words ? select : words || sample).length]);
  }

  function lead({ line }) {
    const from = editor.value.lastIndexOf("\n", editor.selectionStart - 1) + 1;
    const end = editor.value.indexOf("\n", Math.max(editor.selectionEnd - 1, from));
    const to = end < 0 ? editor.value.length : end;
    const lines = editor.value.slice(from, to).split("\n");
    const isLed = lines.every((one) => one.startsWith(line));
    const text = lines.map((one) => (isLed ? one.slice(line.length) : line + one)).join("\n");
    put(from, to, text, [from + text.length, from + text.length]);
  }

  function block({ block: start, end, sample }) {
    const { selectionStart: from, selectionEnd: to, value } = editor;
    const words = value.slice(from, to) || sample;
    const above = from && !value.slice(0, from).endsWith("\n\n") ? (value[from - 1] === "\n" ? "\n" : "\n\n") : "";
    const below = value.slice(to).startsWith("\n") ? "\n" : "\n\n";
    const at = from + above.length + start.length;
    put(from, to, above + start + words + end + below, [at, at + words.length]);
  }

  function use(button) {
    if ("before" in button.dataset) wrap(button.dataset);
    if ("line" in button.dataset) lead(button.dataset);
    if ("block" in button.dataset) block(button.dataset);
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) use(button);
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const stop = buttons[(next + buttons.length) % buttons.length];
    buttons.forEach((button) => { button.tabIndex = button === stop ? 0 : -1; });
    stop.focus();
  });
  editor.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = buttons.find((one) => one.dataset.key === event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    use(button);
  });
}
