// A picture that is pasted, dropped or chosen is sent, and its Markdown comes where it belongs; meanwhile words say so.
for (const chooser of document.querySelectorAll("[data-picture-url]")) {
  const form = chooser.closest("form");
  const editor = form.querySelector("[data-editor]");
  const told = form.querySelector("[data-picture-told]");
  const most = Number(chooser.dataset.most);

  function put(from, to, text) {
    editor.dispatchEvent(new CustomEvent("editor:put", { detail: { from, to, text, stay: from !== to } }));
  }

  function replace(mark, text) {
    const from = editor.value.indexOf(mark);
    if (from >= 0) put(from, from + mark.length, text);
  }

  async function markdownOf(file) {
    if (file.size > most) return { error: `it has ${Math.ceil(file.size / 1e6)} MB, at most ${Math.floor(most / 1e6)} are taken` };
    const body = new FormData();
    body.set("picture", file, file.name || "picture.png");
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(chooser.dataset.pictureUrl, { method: "POST", body, headers })
      .catch((error) => { if (error instanceof TypeError) return null; throw error; });
    if (!answer) return { error: "the server does not answer" };
    const isTold = answer.headers.get("Content-Type").startsWith("application/json");
    return isTold ? answer.json() : { error: `the server refused it (${answer.status})` };
  }

  async function send(file) {
    const mark = `![sending ${file.name || "picture"} …]()`;
    put(editor.selectionStart, editor.selectionEnd, mark);
    told.textContent = `Sending ${file.name || "the picture"} …`;
    const { markdown = "", error = "" } = await markdownOf(file);
    replace(mark, markdown);
    told.textContent = error ? `Not kept: ${error}` : `${file.name || "The picture"} is in the text.`;
  }

  async function sendAll(files) {
    for (const file of files) await send(file);
  }

  const pictures = (files) => [...files].filter((file) => file.type.startsWith("image/"));

  function take(event, files) {
    if (!files.length) return;
    event.preventDefault();
    editor.classList.remove("dropping");
    sendAll(files);
  }

  editor.addEventListener("paste", (event) => take(event, pictures(event.clipboardData.files)));
  editor.addEventListener("drop", (event) => take(event, pictures(event.dataTransfer.files)));
  editor.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) editor.classList.add("dropping");
  });
  for (const over of ["dragleave", "drop"]) editor.addEventListener(over, () => editor.classList.remove("dropping"));
  form.querySelector("[data-choose-picture]").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    sendAll([...chooser.files]).finally(() => { chooser.value = ""; });
  });
}
