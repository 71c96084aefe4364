// The names of people for a field that takes one or, with commas between them, several, while they are typed.
for (const input of document.querySelectorAll("[data-people-url]")) {
  const list = document.getElementById(input.getAttribute("list"));
  let asked = new AbortController();

  input.addEventListener("input", async () => {
    asked.abort();
    asked = new AbortController();
    const [before, letters] = input.value.match(/^(.*,\s*)?@?(.*)$/).slice(1);
    // A newer question ends this one wherever it is: before the answer comes, or while it is read.
    const answer = await fetch(`${input.dataset.peopleUrl}?${new URLSearchParams({ q: letters })}`, { signal: asked.signal })
      .then((told) => (told.ok ? told.text() : null))
      .catch((error) => { if (error instanceof TypeError || error.name === "AbortError") return null; throw error; });
    if (answer === null) return;
    const found = new DOMParser().parseFromString(answer, "text/html");
    // A browser offers what contains all that was typed: behind other names, the name alone.
    const value = (name) => (before ? before + name.slice(1) : name);
    list.replaceChildren(...[...found.querySelectorAll("[data-insert]")].map((one) => new Option(one.textContent, value(one.dataset.insert))));
  });
}
