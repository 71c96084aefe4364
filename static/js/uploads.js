// An upload: files can be dropped, a folder is sent with its paths and without what is not wanted, too much is told first.
for (const form of document.querySelectorAll("[data-upload]")) {
  const { files, folder, paths } = form.elements;
  const told = form.querySelector("[data-too-much]");
  const wanted = /\.(md|markdown|txt|png|jpe?g|gif|webp|avif|svg)$/i;
  const hidden = /(^|\/)(\.[^/]*|__MACOSX)\//;

  for (const shown of form.querySelectorAll("[data-folder], [data-drop-hint]")) shown.hidden = false;

  folder.addEventListener("change", () => {
    const kept = new DataTransfer();
    const names = [];
    for (const file of folder.files) {
      const path = file.webkitRelativePath || file.name;
      if (!wanted.test(path) || hidden.test(path)) continue;
      kept.items.add(file);
      names.push(path);
    }
    folder.files = kept.files;
    paths.value = JSON.stringify(names);
    weigh();
  });
  files.addEventListener("change", weigh);

  function weigh() {
    const chosen = [...files.files, ...folder.files];
    const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
    const tooMany = chosen.length > Number(form.dataset.maxFiles);
    const tooLarge = bytes > Number(form.dataset.maxBytes);
    told.hidden = !tooMany && !tooLarge;
    told.textContent = `These are ${chosen.length} files of ${Math.ceil(bytes / 1e6)} MB together: more than is taken at once.`;
  }

  form.addEventListener("submit", (event) => { if (!told.hidden) event.preventDefault(); });
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    files.files = event.dataTransfer.files;
    weigh();
  });
}
