// The fields beside the text: what is changed there changes its own lines at once, and what is typed there is shown here.
for (const box of document.querySelectorAll("[data-fields]")) {
  const form = box.closest("form");
  const editor = form.querySelector("[data-editor]");
  const inputs = [...box.querySelectorAll("[data-field]")];
  const HEAD = /^(?:---[^\S\n]*\n[\s\S]*?\n(?:---|\.\.\.)[^\S\n]*(?:\n|$))?[\s\S]{0,500}/;
  const head = () => editor.value.match(HEAD)[0];
  let known = head();
  let waiting = 0;

  function show({ slug, value, refusal }) {
    const input = inputs.find((one) => one.dataset.field === slug);
    const was = form.elements[`was-${slug}`];
    const told = document.getElementById(`told-${slug}`);
    const typed = input.value.trim() !== was.value.trim();
    if (!typed || input.value.trim() === value) input.value = value;
    if (!typed || !refusal) was.value = value;
    told.textContent = refusal;
    input.readOnly = Boolean(refusal) && !typed;
  }

  async function ask(changed) {
    const text = editor.value;
    const body = new FormData();
    body.set("text", text);
    for (const name of changed ? [`field-${changed}`, `was-${changed}`] : []) body.set(name, form.elements[name].value);
    const headers = { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(box.dataset.fieldsUrl, { method: "POST", body, headers })
      .catch((error) => { if (error instanceof TypeError) return null; throw error; });
    if (!answer || !answer.ok || editor.value !== text) return;
    const told = await answer.json();
    editor.dispatchEvent(new CustomEvent("editor:text", { detail: told }));
    known = head();
    told.fields.forEach(show);
  }

  box.addEventListener("change", (event) => {
    if (event.target.dataset.field) ask(event.target.dataset.field);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    ask(event.target.dataset.field);
  });
  editor.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (box.open && head() !== known) ask(""); }, 800);
  });
  box.addEventListener("toggle", () => { if (box.open && head() !== known) ask(""); });
}
