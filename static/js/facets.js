// On a narrow screen the facets start folded, so that the rows are not pushed off it; a chosen facet stays open.
// lists.css hides what will be folded until then, or the page would jump.
if (matchMedia("(max-width: 56rem)").matches) {
  for (const facet of document.querySelectorAll(".facet")) {
    facet.open = Boolean(facet.querySelector("[aria-current], input[value]"));
    facet.dataset.folded = "";
  }
}
