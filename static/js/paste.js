// The paste box takes a dropped file as its text, and Ctrl or Command with Enter looks it up. What was pasted into the
// search box and is more than a line is looked up here at once.
for (const form of document.querySelectorAll("[data-paste]")) {
  const box = form.querySelector("textarea");
  const file = form.querySelector("input[type=file]");

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
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
    file.files = event.dataTransfer.files;
  });
  const brought = sessionStorage.getItem("paste");
  if (brought && location.pathname === new URL(form.action).pathname) {
    sessionStorage.removeItem("paste");
    box.value = brought;
    form.requestSubmit();
  }
}
