// Underskrift på skärmen: finger, penna eller mus ritar i en ruta, och fältet får strecken som en bana av raka linjer,
// "M10 20L12 24", i en ruta om 600 × 200. Servern läser siffrorna och skriver banan på nytt.
"use strict";
(() => {
  const WIDE = 600, HIGH = 200, MOST = 1200, LONGEST = 11900, NEAR = 3, SHARP = 2;
  const clamp = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  for (const pad of document.querySelectorAll("[data-underskrift]")) {
    const field = document.getElementById(pad.dataset.underskrift), canvas = pad.querySelector("canvas");
    const said = pad.querySelector("[role=status]"), pen = canvas.getContext("2d");
    const read = (path) => path.split("M").filter(Boolean).map((one) => one.split("L").map((two) => two.split(" ").map(Number)));
    let strokes = read(field.value), line = null;
    const paint = () => {
      pen.setTransform(SHARP, 0, 0, SHARP, 0, 0);
      pen.clearRect(0, 0, WIDE, HIGH);
      pen.strokeStyle = getComputedStyle(canvas).color;
      pen.lineWidth = 3; pen.lineCap = pen.lineJoin = "round";
      pen.beginPath();
      for (const stroke of strokes) stroke.forEach(([x, y], place) => { place ? pen.lineTo(x, y) : pen.moveTo(x, y); });
      pen.stroke();
    };
    const keep = () => {
      strokes = strokes.filter((stroke) => stroke.length > 1);
      field.value = strokes.map((stroke) => `M${stroke.map((point) => point.join(" ")).join("L")}`).join("");
    };
    const add = (event) => {
      const box = canvas.getBoundingClientRect();
      const x = clamp((event.clientX - box.left) / box.width * WIDE, WIDE), y = clamp((event.clientY - box.top) / box.height * HIGH, HIGH);
      const last = line.at(-1);
      if (last && Math.hypot(x - last[0], y - last[1]) < NEAR) return;
      if (strokes.reduce((sum, stroke) => sum + stroke.length, 0) < MOST) line.push([x, y]);
    };
    const end = () => {
      if (!line) return;
      line = null;
      keep();
      // En orimligt lång teckning får inte plats: det sista strecket tas bort.
      while (field.value.length > LONGEST) { strokes.pop(); keep(); }
      paint();
      said.textContent = strokes.length ? "Namnteckningen är ritad." : "";
    };
    canvas.width = WIDE * SHARP; canvas.height = HIGH * SHARP;
    canvas.addEventListener("pointerdown", (event) => {
      if (line || event.button) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      strokes.push(line = []);
      add(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!line) return;
      for (const one of event.getCoalescedEvents?.() ?? [event]) add(one);
      paint();
    });
    for (const over of ["pointerup", "pointercancel", "lostpointercapture"]) canvas.addEventListener(over, end);
    pad.querySelector("button").addEventListener("click", () => { strokes = []; line = null; keep(); paint(); said.textContent = "Rutan är tom."; });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
    pad.hidden = false;
    paint();
  }
})();
