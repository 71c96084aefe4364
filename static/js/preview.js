// The text as its page will show it, 400 ms after the last letter. What is asked anew makes what was asked before void.
for (const shown of document.querySelectorAll("[data-preview]")) {
  const form = shown.closest("form");
  const editor = form.querySelector("[data-editor]");
  const body = shown.querySelector("[data-preview-body]");
  const told = shown.querySelector("[data-preview-told]");
  let waiting = 0;
  let asked = new AbortController();
  let last = null;

  async function show() {
    if (!shown.open || editor.value === last) return;
    asked.abort();
    asked = new AbortController();
    const text = editor.value;
    const sent = new FormData();
    sent.set("text", text);
    const headers = { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    try {
      const answer = await fetch(shown.dataset.previewUrl, { method: "POST", body: sent, headers, signal: asked.signal });
      if (!answer.ok) throw new TypeError(answer.statusText);
      const { scrollTop } = body;
      body.innerHTML = await answer.text();
      body.scrollTop = scrollTop;
      last = text;
      told.textContent = "";
      body.dispatchEvent(new CustomEvent("preview:shown", { bubbles: true }));
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof TypeError)) throw error;
      told.textContent = "The preview is not up to date: the server did not answer.";
    }
  }

  editor.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
  shown.addEventListener("toggle", show);
  show();
}
