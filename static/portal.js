// Progressiv förbättring. Allt går att göra utan skript; servern räknar alltid om tilldelningen.
// Lyssnarna sitter på dokumentet, så att de gäller även det som htmx byter ut.
"use strict";
(() => {
  const $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const on = (type, f, opt) => document.addEventListener(type, f, opt);
  document.documentElement.classList.add("skript");

  // Felruta: fokus dit när sidan kommer tillbaka med fel, och till fältet när man följer länken.
  const focusErrors = () => document.getElementById("felruta")?.focus();
  on("click", (e) => {
    const a = e.target.closest(".felruta a[href^='#']"), goal = a && document.getElementById(a.hash.slice(1));
    if (!goal) return;
    const field = goal.matches("fieldset") ? goal.querySelector("input, select, textarea") : goal;
    e.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" });
  });

  // Ctrl+K till sökrutan. Kombination med Ctrl, så WCAG 2.1.4 är uppfyllt.
  on("keydown", (e) => {
    if (e.key.toLowerCase() !== "k" || !(e.ctrlKey || e.metaKey) || e.shiftKey || e.altKey) return;
    const q = document.getElementById("q");
    if (!q) return;
    e.preventDefault();
    if (q.offsetParent) { q.focus(); q.select(); } else location.assign(q.form.action);
  });

  // Antal: minus och plus. Fältet tar emot vilket tal som helst; knapparna stannar vid taket.
  const number = (input) => Number(input.value) || 0;
  const showStepper = (box) => {
    const input = box.querySelector("input"), [minus, plus] = box.querySelectorAll("button");
    minus.disabled = number(input) <= (Number(input.min) || 0);
    plus.disabled = "hogst" in box.dataset && number(input) >= Number(box.dataset.hogst);
  };
  on("click", (e) => {
    const button = e.target.closest("[data-stegare] button[data-delta]");
    if (!button) return;
    const box = button.closest("[data-stegare]"), input = box.querySelector("input");
    const top = "hogst" in box.dataset ? Math.max(Number(box.dataset.hogst), number(input)) : Infinity;
    input.value = Math.max(Number(input.min) || 0, Math.min(top, number(input) + Number(button.dataset.delta)));
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  });
  on("input", (e) => { const box = e.target.closest("[data-stegare]"); if (box) showStepper(box); });

  // Tabell med flerval: rad längst ned med antalet, och en lista över de valda i bekräftelserutan.
  const boxes = (form) => $$("tbody input[type=checkbox]", form);
  const showBulk = (form) => {
    const all = boxes(form), chosen = all.filter((r) => r.checked), n = chosen.length;
    const head = form.querySelector("[data-valjalla]"), bar = form.querySelector("[data-massrad]");
    if (bar) bar.hidden = n === 0;
    if (head) { head.disabled = !all.length; head.checked = n > 0 && n === all.length; head.indeterminate = n > 0 && n < all.length; }
    all.forEach((r) => r.closest("tr").toggleAttribute("data-markerad", r.checked));
    const places = [form, ...$$(`dialog [form="${form.id}"]`).map((b) => b.closest("dialog"))];
    for (const place of places) {
      $$("[data-antal]", place).forEach((x) => { x.textContent = n; });
      $$("[data-valda]", place).forEach((ul) => ul.replaceChildren(...chosen.map((r) => {
        const li = document.createElement("li"), b = document.createElement("b");
        const row = r.closest("tr"), cell = (name) => row.querySelector(name)?.firstChild?.textContent ?? "";
        b.textContent = r.dataset.namn || cell(".k-order") || r.value;
        li.append(b, " ", r.dataset.text || [cell(".k-enhet"), cell(".k-inne")].filter(Boolean).join(", "));
        return li;
      })));
    }
  };
  on("change", (e) => {
    const form = e.target.closest("form[data-massa]");
    if (!form) return;
    if (e.target.matches("[data-valjalla]")) boxes(form).forEach((r) => { r.checked = e.target.checked; });
    showBulk(form);
  });
  on("reset", (e) => {
    if (!e.target.matches("form[data-massa]")) return;
    boxes(e.target).forEach((r) => { r.defaultChecked = false; });
    setTimeout(() => showBulk(e.target));
  });

  // j och k flyttar mellan raderna, bara när fokus redan är i tabellen (WCAG 2.1.4).
  on("keydown", (e) => {
    if (!["j", "k"].includes(e.key) || e.ctrlKey || e.metaKey || e.altKey || e.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const row = e.target.closest("tbody tr");
    if (!row) return;
    const links = $$("tr", row.parentElement).map((tr) => tr.querySelector("a[href]")).filter(Boolean);
    const next = links[links.indexOf(row.querySelector("a[href]")) + (e.key === "j" ? 1 : -1)];
    if (next) { e.preventDefault(); next.focus(); }
  });

  // Dialog: knappen öppnar den i stället för att skicka; knappen i dialogen skickar formuläret.
  on("click", (e) => {
    const opener = e.target.closest("[data-oppna]"), dialog = opener && document.getElementById(opener.dataset.oppna);
    if (dialog?.showModal && !dialog.open) { e.preventDefault(); dialog.showModal(); }
    const closer = e.target.closest("[data-stang]");
    if (closer) closer.closest("dialog")?.close();
  });

  on("click", (e) => { if (e.target.closest("[data-skriv-ut]")) print(); });

  // Kopiera det som står i ett fält; knappen säger till när det är gjort.
  on("click", async (e) => {
    const button = e.target.closest("[data-kopiera]"), field = button && document.getElementById(button.dataset.kopiera);
    if (!field) return;
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { if (!document.execCommand("copy")) return; }
    button.lastElementChild.textContent = button.dataset.klart;
  });

  // Menyer i webbläsare utan popover.
  if (!("popover" in HTMLElement.prototype)) on("click", (e) => {
    const id = e.target.closest("[popovertarget]")?.getAttribute("popovertarget");
    $$(".meny").forEach((m) => m.classList.toggle("oppen", m.id === id ? !m.classList.contains("oppen") : m.contains(e.target)));
  });

  // Ett klick räcker: knappen låses när formuläret har skickats. Servern tål dubbla ändå.
  const locked = new Set();
  on("submit", (e) => {
    const button = e.submitter;
    if (e.defaultPrevented || e.target.method !== "post" || !button || "flera" in e.target.dataset) return;
    if (locked.has(e.target)) { e.preventDefault(); return; }
    locked.add(e.target);
    // Efter att webbläsaren har läst formuläret, annars följer knappens värde inte med.
    setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; });
  });
  on("htmx:afterRequest", () => unlock());
  const unlock = () => {
    locked.clear();
    $$("button[aria-busy=true]").forEach((b) => { b.removeAttribute("aria-busy"); b.disabled = false; });
  };
  addEventListener("pageshow", (e) => { if (e.persisted) unlock(); });

  // Papper är ljust, även när skärmen är mörk.
  const root = document.documentElement, wish = root.dataset.colorScheme;
  addEventListener("beforeprint", () => { root.dataset.colorScheme = "light"; });
  addEventListener("afterprint", () => { root.dataset.colorScheme = wish; });

  const start = (place) => {
    $$("[data-stegare]", place).forEach(showStepper);
    $$("form[data-massa]", place).forEach(showBulk);
  };
  on("htmx:afterSettle", (e) => { start(e.target.parentNode ?? document); if (e.target.querySelector("#felruta")) focusErrors(); });
  start(document); focusErrors();
})();
