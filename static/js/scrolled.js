// What scrolls by itself can be reached by the keyboard, or its end is never seen without a mouse.
for (const part of document.querySelectorAll("pre, .prose table")) {
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
}
