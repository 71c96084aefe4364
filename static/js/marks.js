// A finding under the pointer or in focus marks the blocks of the text that hold its lines.
(() => {
  const blocks = [...document.querySelectorAll("[data-body] :is([data-lines], .line[id])")].map((element) => {
    const [first, last = first] = (element.dataset.lines || element.id.slice(1)).split("-").map(Number);
    return { element, first, last };
  });
  let marked = [];

  function holding(first, last) {
    const meeting = blocks.filter((block) => block.first <= last && block.last >= first);
    return meeting.filter((block) => !meeting.some((other) => other !== block && block.element.contains(other.element)));
  }

  function mark(event) {
    const finding = event.target.closest("[data-first]") || document.activeElement.closest("[data-first]");
    for (const { element } of marked) element.classList.remove("marked");
    marked = finding ? holding(Number(finding.dataset.first), Number(finding.dataset.last)) : [];
    for (const { element } of marked) element.classList.add("marked");
  }

  for (const event of ["mouseover", "focusin"]) document.addEventListener(event, mark);
})();
