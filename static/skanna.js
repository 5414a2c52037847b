// Skanning: räknar serienumren och säger till om dubbletter medan man skannar. Servern kontrollerar allt igen.
"use strict";
(() => {
  const serials = (field) => field.value.split(/[\n\r,;\t]+/).map((s) => s.replace(/\s+/g, "").toUpperCase()).filter(Boolean);
  const fields = [...document.querySelectorAll("textarea[data-skanna]")];
  const show = () => {
    const seen = new Map();
    for (const field of fields) for (const one of serials(field)) seen.set(one, (seen.get(one) ?? 0) + 1);
    for (const field of fields) {
      const own = serials(field), left = Number(field.dataset.skanna);
      const twice = [...new Set(own.filter((one) => seen.get(one) > 1))];
      const line = document.querySelector(`[data-skannat="${field.id}"]`);
      if (!line) continue;
      line.textContent = `${own.length} av ${left} skannade` +
        (own.length > left ? `, ${own.length - left} för många` : "") +
        (twice.length ? `. Står två gånger: ${twice.join(", ")}` : "");
      line.classList.toggle("feltext", own.length > left || twice.length > 0);
    }
  };
  document.addEventListener("input", (e) => { if (e.target.matches("textarea[data-skanna]")) show(); });
  // Skannern avslutar med Retur. När raden är full går fokus till nästa fält.
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || !e.target.matches("textarea[data-skanna]")) return;
    if (serials(e.target).length < Number(e.target.dataset.skanna)) return;
    const next = fields[fields.indexOf(e.target) + 1];
    if (next && !serials(next).length) { e.preventDefault(); next.focus(); show(); }
  });
  show();
})();
