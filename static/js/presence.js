// Every 15 seconds: that the document is open here, who else has it open, and whether somebody saved it meanwhile.
(() => {
  const form = document.querySelector("[data-writing]");
  const told = form.querySelector("[data-here]");
  const { base, csrfmiddlewaretoken: token } = form.elements;

  async function ask() {
    const answer = await fetch(form.dataset.presenceUrl, { method: "POST", headers: { "X-CSRFToken": token.value } });
    if (!answer.ok) return;
    const { others, newest, by } = await answer.json();
    const newer = newest > Number(base.value)
      ? `${by || "An import"} saved revision ${newest} since you began: when you save, both are brought together.` : "";
    const words = [others, newer].filter(Boolean).join(" ");
    if (told.textContent !== words) told.textContent = words;
  }

  // Offline it stays as it was; the words about the draft say that the network is gone.
  const poll = () => ask().catch((error) => { if (!(error instanceof TypeError)) throw error; });
  poll();
  setInterval(poll, 15000);
})();
