// A draft on the server every 20 seconds, on leaving the text and the page; words say how it stands. What cannot be sent
// is tried again until it can: when the network is back, or when somebody has signed in again in another tab.
(() => {
  const form = document.querySelector("[data-writing]");
  const { text, base, known, csrfmiddlewaretoken: token } = form.elements;
  const [state, signIn, instead] = ["state", "sign-in", "instead"].map((name) => form.querySelector(`[data-${name}]`));
  const AWAY = "you are signed out. Sign in again in another tab, then it is saved;";
  const REFUSED = { 403: "you may not edit this any more,", 404: "the document is not here any more,", 409: "another window of yours keeps a draft," };
  let saved = "unsaved" in form.dataset ? null : text.value;
  let busy = false;
  let trouble = "";
  let rival = "";
  let ticks = 0;

  const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  function say(words, kind = "") {
    trouble = kind;
    const copy = "uncopied" in form.dataset ? "and this browser keeps no copies" : "kept on this computer";
    state.textContent = kind ? `Not saved: ${words} ${copy}.` : words;
    state.parentElement.classList.toggle("trouble", Boolean(kind));
    signIn.hidden = kind !== "away";
    instead.hidden = kind !== "rival";
  }

  async function renewed() {
    const { user, token: fresh } = await (await fetch(form.dataset.tokenUrl)).json();
    if (String(user) !== form.dataset.user) return false;
    token.value = fresh;
    return true;
  }

  function send(sent, leaving) {
    const body = new FormData();
    const fields = { text: sent, base: base.value, known: known.value, writer: form.dataset.user };
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    // A browser sends at most 64 KB from a page that is gone.
    const keepalive = leaving && sent.length < 20000;
    return fetch(form.dataset.draftUrl, { method: "POST", body, headers: { "X-CSRFToken": token.value }, keepalive });
  }

  async function keep(leaving) {
    if (trouble === "away" && !(await renewed())) return;
    const sent = text.value;
    if (!trouble) say("Saving …");
    let answer = await send(sent, leaving);
    if (answer.status === 403) {
      if (!(await renewed())) return say(AWAY, "away");
      answer = await send(sent, leaving);
    }
    if (answer.status === 409) rival = (await answer.json()).known;
    if (!answer.ok) return say(REFUSED[answer.status] || "the server does not answer,", answer.status === 409 ? "rival" : "refused");
    known.value = (await answer.json()).known;
    saved = sent;
    say(`Saved ${clock()} as your draft`);
  }

  async function save(leaving = false) {
    if (busy || text.value === saved) return;
    busy = true;
    // Without a network fetch throws a TypeError.
    await keep(leaving).catch((error) => { if (error instanceof TypeError) say("offline,", "offline"); else throw error; })
      .finally(() => { busy = false; });
  }

  setInterval(() => { if (trouble || ++ticks % 5 === 0) save(); }, 4000);
  for (const name of ["online", "focus"]) addEventListener(name, () => save());
  text.addEventListener("blur", () => save());
  addEventListener("pagehide", () => save(true));
  instead.addEventListener("click", () => { known.value = rival; save(); });
  // What is sent now must not come back as a draft; a form that did not get away is a draft again.
  form.addEventListener("submit", () => { busy = true; setTimeout(() => { busy = false; }, 10000); });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-stay]"));
  });
})();
