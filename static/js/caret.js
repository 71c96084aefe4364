// Puts what belongs to a place of the text beside that place: a copy of the editor that nobody sees tells where it is.
for (const editor of document.querySelectorAll("[data-editor]")) {
  const copied = ["font", "letterSpacing", "lineHeight", "padding", "border", "tabSize", "whiteSpace", "overflowWrap"];

  editor.addEventListener("caret:at", ({ detail: { at, element } }) => {
    const mirror = document.createElement("div");
    const place = document.createElement("span");
    const style = getComputedStyle(editor);
    for (const name of copied) mirror.style[name] = style[name];
    Object.assign(mirror.style, { position: "absolute", visibility: "hidden", boxSizing: "border-box", top: "0" });
    mirror.style.width = `${editor.clientWidth + 2}px`;
    mirror.textContent = editor.value.slice(0, at);
    place.textContent = ".";
    mirror.append(place);
    editor.parentElement.append(mirror);
    const left = Math.min(place.offsetLeft, Math.max(0, editor.clientWidth - element.offsetWidth));
    const line = Number.parseFloat(style.lineHeight) + 4;
    const above = place.offsetTop - editor.scrollTop;
    const below = editor.getBoundingClientRect().top + above + line + element.offsetHeight;
    const top = below > window.innerHeight ? above - element.offsetHeight - 4 : above + line;
    mirror.remove();
    element.style.left = `${editor.offsetLeft + left}px`;
    element.style.top = `${editor.offsetTop + Math.min(top, editor.clientHeight)}px`;
  });
}
