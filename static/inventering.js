// Inventering med dålig täckning: varje svar läggs först i en kö i webbläsaren och skickas sedan, en gång, när nätet finns.
// Servern känner igen svarets nyckel, så att det kan skickas om. Utan skript skickas formulären som vanligt.
"use strict";
(() => {
  const box = document.querySelector("[data-inventering]");
  if (!box || !window.crypto?.randomUUID) return;
  const { person, inventering, svar, lista, fynd } = box.dataset;
  const KEPT = `inventering:${person}:${inventering}`, AGAIN = 10_000, MOST = 100, PATIENCE = 20_000;
  const WORDS = { PRESENT: ["Finns", "success"], ELSEWHERE: ["Annan plats", "info"], DAMAGED: ["Skadad", "warning"], MISSING: ["Saknas", "danger"] };
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const pieces = new Map();
  let queue = [], refused = [], sending = false, size = MOST, trouble = "", timer = 0;
  try { queue = JSON.parse(localStorage.getItem(KEPT)) ?? []; } catch { queue = []; }

  const keep = () => { try { localStorage.setItem(KEPT, JSON.stringify(queue)); } catch { trouble = "Webbläsaren kan inte spara svaren. Stanna kvar på sidan tills de är skickade."; } };
  const count = (n, one, more) => `${n} ${n === 1 ? one : more}`;
  const say = () => {
    const lines = [];
    if (queue.length && sending) lines.push(`Skickar ${count(queue.length, "svar", "svar")} …`);
    else if (queue.length) lines.push(`${count(queue.length, "svar väntar", "svar väntar")} på nätet. De är sparade här och skickas av sig själva.`);
    if (trouble) lines.push(trouble);
    for (const one of refused) lines.push(`${one.name}: ${one.why}`);
    box.hidden = lines.length === 0;
    box.dataset.color = refused.length || trouble ? "warning" : "info";
    box.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  };
  const rowOf = (number) => document.querySelector(`li[data-nummer="${CSS.escape(number)}"]`);
  const draw = (number, outcome, text, color) => {
    const place = rowOf(number)?.querySelector("[data-svarat]");
    if (!place) return;
    const tag = document.createElement("span"), more = document.createElement("span");
    tag.className = "ds-tag tagg";
    tag.dataset.color = color ?? WORDS[outcome][1];
    tag.textContent = color ? "Olika svar" : WORDS[outcome][0];
    more.className = "dampad liten";
    more.textContent = text;
    place.replaceChildren(tag, " ", more);
  };
  const drawCount = (unit) => {
    const place = document.getElementById("besvarat"), bar = place?.querySelector("progress");
    if (!bar) return;
    bar.max = Math.max(1, unit.expected);
    bar.value = unit.answered;
    bar.setAttribute("aria-label", `Besvarade inventarier: ${unit.answered} av ${unit.expected}`);
    place.querySelector("span").textContent = `${unit.answered} av ${unit.expected} besvarade` + (unit.conflicts ? `, ${unit.conflicts} med olika svar` : "");
    document.querySelector("[data-klart]")?.toggleAttribute("hidden", unit.answered < unit.expected || unit.conflicts > 0);
  };
  const know = (piece) => {
    pieces.set(piece.asset_number, piece);
    const seen = rowOf(piece.asset_number)?.querySelector("[name=seen]");
    if (seen) seen.value = piece.sequence;
  };

  const settle = (receipts, unit) => {
    for (const { key, status, asset } of receipts) {
      queue = queue.filter((one) => one.key !== key);
      know(asset);
      if (status === "CONFLICT" || asset.is_conflict) draw(asset.asset_number, asset.outcome, "Någon annan har svarat något annat. Öppna raden och välj vilket som gäller.", "danger");
      else draw(asset.asset_number, asset.outcome, "Skickat.");
    }
    drawCount(unit);
  };
  const refuse = (one, why) => {
    queue = queue.filter((other) => other.key !== one.key);
    refused.push({ name: one.number || one.asset_number, why });
    if (one.asset_number) draw(one.asset_number, one.outcome, "Inte sparat.");
  };
  const ask = async (address, options) => {
    const stop = new AbortController(), limit = setTimeout(() => stop.abort(), PATIENCE);
    try { return await fetch(address, { ...options, signal: stop.signal, credentials: "same-origin" }); } finally { clearTimeout(limit); }
  };
  const sendFind = async (one) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, key: one.key, number: one.number, description: "", function: "", room: "" });
    const answer = await ask(fynd, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.ok) queue = queue.filter((other) => other.key !== one.key);
    else if (answer.status >= 500) throw new Error("server");
    else refuse(one, "kunde inte läggas till. Lägg till det under Oväntad utrustning.");
  };
  const sendAnswers = async (some) => {
    const body = JSON.stringify({ answers: some.map(({ key, asset_number, outcome, seen, function: f, room, note }) => ({ key, asset_number, outcome, seen, function: f, room, note })) });
    const answer = await ask(svar, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    if (answer.ok) { const told = await answer.json(); settle(told.results, told.unit); size = MOST; return; }
    if (answer.status >= 500 || answer.status === 429) throw new Error("server");
    const why = (await answer.json().catch(() => ({}))).detail ?? "Svaret kunde inte sparas.";
    if (answer.status === 401 || answer.status === 403) { trouble = "Du är utloggad. Logga in igen i en ny flik; svaren ligger kvar här."; throw new Error("session"); }
    if (some.length > 1) size = 1; else refuse(some[0], why);
  };
  const flush = async () => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    trouble = "";
    try {
      while (queue.length && navigator.onLine) {
        say();
        if (queue[0].find) await sendFind(queue[0]);
        else await sendAnswers(queue.filter((one) => !one.find).slice(0, size));
        keep();
      }
    } catch { /* Nätet brast. Allt ligger kvar i kön. */ }
    sending = false;
    if (queue.length) timer = setTimeout(flush, AGAIN);
    say();
  };
  const put = (one) => {
    // Ett nyare svar för samma inventarie ersätter ett som inte har börjat skickas.
    if (!sending) queue = queue.filter((other) => other.find || other.asset_number !== one.asset_number);
    queue.push(one);
    keep();
    if (one.asset_number) draw(one.asset_number, one.outcome, "Väntar på att skickas.");
    say();
    flush();
  };
  const answer = (number, outcome, more = {}) => {
    const piece = pieces.get(number), row = rowOf(number);
    const seen = piece?.sequence ?? Number(row?.querySelector("[name=seen]")?.value ?? 0);
    put({ key: crypto.randomUUID(), asset_number: number, outcome, seen, function: "", room: "", note: "", ...more });
  };
  const scan = (text) => {
    const code = /\/e\/([\w.-]+)\/?\s*$/.exec(text)?.[1], number = text.replace(/\s+/g, "").toUpperCase();
    const found = [...pieces.values()].find((one) => (code ? one.label_code === code : one.asset_number === number || (one.serial_number && one.serial_number === number)));
    if (found) { answer(found.asset_number, "PRESENT"); return `${found.name} ${found.asset_number} finns.`; }
    if (code) return "Etiketten hör inte till en inventarie i listan.";
    if (!number) return "";
    put({ key: crypto.randomUUID(), find: true, number: number.slice(0, 60) });
    return `${number} är inte väntat här och läggs till som oväntad utrustning.`;
  };

  document.addEventListener("submit", (e) => {
    const number = e.target.querySelector?.("input[name=asset]")?.value;
    if (number && e.target.closest("li[data-nummer]")) {
      e.preventDefault();
      e.stopImmediatePropagation();
      answer(number, "PRESENT");
    } else if (e.target.id === "skanna" && pieces.size) {
      e.preventDefault();
      const field = e.target.querySelector("#nummer"), told = document.querySelector("[data-skannat]");
      if (told) told.textContent = scan(field.value.trim());
      field.value = "";
      field.focus();
    }
  }, true);
  document.getElementById("nummer")?.addEventListener("skannad", (e) => {
    if (!pieces.size) return;
    e.preventDefault();
    const told = document.querySelector("[data-kamerasvar]"), said = scan(e.detail);
    if (told && said) told.textContent = said;
  });

  // Annat svar: i en ruta här, så att det går även utan nät.
  const dialog = document.getElementById("annat-svar");
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-annat]");
    if (!link || !dialog?.showModal) return;
    e.preventDefault();
    dialog.querySelector("form").reset();
    dialog.dataset.nummer = link.dataset.annat;
    dialog.querySelector("[data-vilken]").textContent = link.dataset.annat;
    dialog.showModal();
  });
  dialog?.addEventListener("submit", (e) => {
    const values = Object.fromEntries(new FormData(e.target)), fault = dialog.querySelector("[data-fel]");
    const lacks = (values.outcome === "ELSEWHERE" && !(values.function + values.room + values.note).trim() && "Skriv var utrustningen finns.")
      || (values.outcome === "DAMAGED" && !values.note.trim() && "Beskriv skadan kort.");
    fault.textContent = lacks || "";
    e.preventDefault();
    if (lacks) return;
    dialog.close();
    answer(dialog.dataset.nummer, values.outcome, { function: values.function.trim(), room: values.room.trim(), note: values.note.trim() });
  });

  const learn = async () => {
    try {
      for (let next = lista; next;) {
        const answered = await ask(next, {});
        if (!answered.ok) return;
        const told = await answered.json();
        told.results.forEach(know);
        next = told.next;
      }
    } catch { /* Utan lista känns bara sidans egna rader igen när man svarar, inte när man skannar. */ }
  };
  addEventListener("online", flush);
  addEventListener("offline", say);
  addEventListener("beforeunload", (e) => { if (trouble && queue.length) e.preventDefault(); });
  for (const one of queue) if (one.asset_number) draw(one.asset_number, one.outcome, "Väntar på att skickas.");
  say();
  learn().then(flush);
})();
