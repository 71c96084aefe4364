// A finding under the pointer or in focus marks the blocks of the text that hold its lines.
(() => {
  const blocks = [...document.querySelectorAll("[data-body] :is([data-lines], .line[id])")].map((element) => {
    const [first, last = first] = (element.dataset.lines || element.id.slice(1)).split("-").map(Number);
    return { element, first, last };
  });

  function holding(first, last) {
    const meeting = blocks.filter((block) => block.first <= last && block.last >= first);
    return meeting.filter((block) => !meeting.some((other) => other !== block && block.element.contains(other.element)));
  }

  for (const finding of document.querySelectorAll("[data-first]")) {
    const found = holding(Number(finding.dataset.first), Number(finding.dataset.last));
    const mark = (on) => found.forEach(({ element }) => element.classList.toggle("marked", on));
    for (const event of ["mouseenter", "focusin"]) finding.addEventListener(event, () => mark(true));
    for (const event of ["mouseleave", "focusout"]) finding.addEventListener(event, () => mark(false));
  }
})();
