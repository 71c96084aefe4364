// What scrolls by itself can be reached by the keyboard, or its end is never seen without a mouse.
(() => {
  function letIn(body) {
    for (const part of body.querySelectorAll("pre, .prose table")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    }
  }

  letIn(document);
  document.addEventListener("preview:shown", (event) => letIn(event.target));
})();
