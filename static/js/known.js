// What is known of an error comes into the text where the writer is; without this script it comes at its end.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-insert-known]");
  if (!button) return;
  event.preventDefault();
  const form = button.closest("form");
  const editor = form.querySelector("[data-editor]");
  const told = form.querySelector("[data-insert-told]");
  const body = new FormData();
  for (const input of button.closest("fieldset").querySelectorAll("input")) {
    if (input.type === "hidden" || input.checked) body.append(input.name, input.value);
  }
  const headers = { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const answer = await fetch(button.dataset.insertKnown, { method: "POST", body, headers })
    .catch((error) => { if (error instanceof TypeError) return null; throw error; });
  if (!answer || !answer.ok) {
    told.textContent = answer ? await answer.text() : "Not inserted: the server does not answer.";
    return;
  }
  const { selectionEnd: at, value } = editor;
  const above = at === 0 || value.slice(0, at).endsWith("\n\n") ? "" : value[at - 1] === "\n" ? "\n" : "\n\n";
  const text = `${above}${await answer.text()}\n`;
  editor.dispatchEvent(new CustomEvent("editor:put", { detail: { from: at, to: at, text } }));
  told.textContent = "It is in the text.";
});
