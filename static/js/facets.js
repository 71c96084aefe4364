// On a narrow screen the facets start folded, so that the rows are not pushed off it; a chosen facet stays open.
if (matchMedia("(max-width: 56rem)").matches) {
  for (const facet of document.querySelectorAll(".facet")) facet.open = Boolean(facet.querySelector("[aria-current]"));
}
