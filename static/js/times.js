// Times that a text gives in UTC tell the reader's own when pointed at.
(() => {
  const TIME = /\b(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?\s?(?:UTC|Z)\b/g;
  const own = new Intl.DateTimeFormat([], { dateStyle: "medium", timeStyle: "short" });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  function mark(node) {
    const parts = [];
    let done = 0;
    for (const found of node.data.matchAll(TIME)) {
      const at = new Date(`${found[1]}T${found[2]}Z`);
      if (Number.isNaN(at.getTime())) continue;
      const time = document.createElement("time");
      time.dateTime = at.toISOString();
      time.title = `${own.format(at)} in ${zone}`;
      time.textContent = found[0];
      parts.push(node.data.slice(done, found.index), time);
      done = found.index + found[0].length;
    }
    if (parts.length) node.replaceWith(...parts, node.data.slice(done));
  }

  function markAll(body) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("pre, code, a, time")) nodes.push(walker.currentNode);
    nodes.forEach(mark);
  }

  for (const body of document.querySelectorAll("[data-body]")) markAll(body);
  document.addEventListener("preview:shown", (event) => markAll(event.target));
})();
