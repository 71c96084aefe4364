// A button beside the block under the pointer, and beside what is selected, opens the form to comment on its lines.
(() => {
  const text = document.querySelector("[data-commentable]");
  if (!text) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "comment-button", hidden: true });
  const sheet = Object.assign(document.createElement("div"), { className: "comment-sheet", hidden: true });
  let lines = null;

  // A block holds its lines in data-lines, one line of code in its id, one line of the source in data-n.
  function linesOf(node) {
    const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const block = element?.closest?.("[data-lines], .line[id], [data-n]");
    if (!block || !text.contains(block)) return null;
    const told = block.dataset.lines || block.dataset.n || block.id.slice(1);
    const [first, last = first] = told.split("-").map(Number);
    return { block, first, last };
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const [one, other] = [linesOf(range.startContainer), linesOf(range.endContainer)];
    if (!one || !other) return null;
    return { block: one.block, first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) };
  }

  function offer(found) {
    if (!found || !sheet.hidden) return;
    lines = found;
    const above = found.block.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop;
    button.style.top = `${above}px`;
    button.textContent = found.first === found.last ? "Comment" : `Comment on ${found.first}–${found.last}`;
    button.hidden = false;
  }

  async function open() {
    const { first, last } = lines;
    const query = new URLSearchParams({ first, last, revision: text.dataset.revision, then: text.dataset.then });
    const url = `${text.dataset.commentable}?${query}`;
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("[data-comment-form]");
    if (!form) { location.assign(url); return; }
    sheet.replaceChildren(document.adoptNode(form));
    sheet.hidden = false;
    button.hidden = true;
    // What is commented on stays in sight above the sheet.
    lines.block.scrollIntoView({ block: "start" });
    form.querySelector("textarea").focus({ preventScroll: true });
  }

  function close() {
    sheet.hidden = true;
    sheet.replaceChildren();
  }

  text.append(button);
  document.querySelector("main").append(sheet);
  text.addEventListener("mouseover", (event) => { if (event.target !== button && !selected()) offer(linesOf(event.target)); });
  document.addEventListener("selectionchange", () => offer(selected()));
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", open);
  sheet.addEventListener("click", (event) => {
    if (!event.target.closest("[data-comment-cancel]")) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
