// The one place where other scripts change the editor: what they put in is undone with Ctrl+Z like what was typed.
for (const editor of document.querySelectorAll("[data-editor]")) {
  function put(from, to, text) {
    editor.setSelectionRange(from, to);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (done) return;
    editor.setRangeText(text, from, to, "end");
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // detail: from and to, the text between them from now on, and what is chosen behind it; `stay` leaves the focus alone.
  editor.addEventListener("editor:put", ({ detail: { from, to, text, chosen, stay } }) => {
    if (editor.value.slice(from, to) === text) return;
    const before = document.activeElement;
    const place = [editor.selectionStart, editor.selectionEnd];
    const { scrollTop } = editor;
    editor.focus({ preventScroll: true });
    put(from, to, text);
    if (stay) {
      const moved = text.length - (to - from);
      editor.setSelectionRange(...place.map((at) => (at >= to ? at + moved : Math.min(at, from + text.length))));
      editor.scrollTop = scrollTop;
      before.focus({ preventScroll: true });
    } else if (chosen) editor.setSelectionRange(...chosen);
  });

  // The whole text anew: only what differs is put in, so that the place of the writer stays.
  editor.addEventListener("editor:text", ({ detail: { text } }) => {
    const old = editor.value;
    const most = Math.min(old.length, text.length);
    let from = 0;
    while (from < most && old[from] === text[from]) from += 1;
    let same = 0;
    while (same < most - from && old[old.length - 1 - same] === text[text.length - 1 - same]) same += 1;
    const detail = { from, to: old.length - same, text: text.slice(from, text.length - same), stay: true };
    editor.dispatchEvent(new CustomEvent("editor:put", { detail }));
  });
}
