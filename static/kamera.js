// Kameraskanning: läser QR och Code 128 och skickar det lästa som händelsen "skannad" till elementet i data-kamera.
// Ett vanligt fält får texten som om den skannats av en handskanner. Läsaren är webbläsarens egen, annars ZXing.
"use strict";
(() => {
  const FORMATS = ["qr_code", "code_128"], EVERY = 120, SAME_FOR = 2500, WIDEST = 960;
  // Läsaren missar var tjugonde kod som ligger precis rakt: bilden vrids några grader, olika varje gång.
  const TURNS = [0, 5, -11];
  const dialog = document.getElementById("kamera");
  if (!dialog || !navigator.mediaDevices?.getUserMedia) return;
  const video = dialog.querySelector("video"), said = dialog.querySelector("[data-kamerasvar]");
  const canvas = document.createElement("canvas");
  let target = null, stream = null, timer = 0, last = "", lastAt = 0, looks = 0;

  const zxing = () => new Promise((done, failed) => {
    if (window.ZXing) return done(window.ZXing);
    const script = document.createElement("script");
    script.src = dialog.dataset.lasare;
    script.onload = () => done(window.ZXing);
    script.onerror = failed;
    document.head.append(script);
  });
  const own = async () => {
    if (!("BarcodeDetector" in window)) return null;
    const known = await BarcodeDetector.getSupportedFormats();
    if (!FORMATS.every((one) => known.includes(one))) return null;
    const detector = new BarcodeDetector({ formats: FORMATS });
    return async (image) => (await detector.detect(image))[0]?.rawValue ?? "";
  };
  const vendored = async () => {
    const z = await zxing(), reader = new z.MultiFormatReader();
    reader.setHints(new Map([
      [z.DecodeHintType.POSSIBLE_FORMATS, [z.BarcodeFormat.QR_CODE, z.BarcodeFormat.CODE_128]],
      [z.DecodeHintType.TRY_HARDER, true],
    ]));
    return async (image) => {
      try {
        const bits = new z.BinaryBitmap(new z.HybridBinarizer(new z.HTMLCanvasElementLuminanceSource(image)));
        return reader.decodeWithState(bits).getText();
      } catch { return ""; } finally { reader.reset(); }
    };
  };
  const frame = () => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate(TURNS[looks++ % TURNS.length] * Math.PI / 180);
    pen.drawImage(video, -canvas.width / 2, -canvas.height / 2, canvas.width, canvas.height);
    return canvas;
  };
  const give = (text) => {
    if (text === last && Date.now() - lastAt < SAME_FOR) return;
    last = text; lastAt = Date.now();
    if (target.tagName === "TEXTAREA" && target.value.split("\n").includes(text)) { said.textContent = `${text} är redan läst.`; return; }
    navigator.vibrate?.(60);
    said.textContent = `Läst: ${text.includes("/e/") ? "etiketten" : text}`;
    const event = new CustomEvent("skannad", { detail: text, bubbles: true, cancelable: true });
    if (!target.dispatchEvent(event) || !("value" in target)) return;
    // En textruta tar flera, ett fält tar ett och stänger.
    const many = target.tagName === "TEXTAREA";
    target.value = many && target.value.trim() ? `${target.value.trimEnd()}\n${text}` : text;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    if (!many) { dialog.close(); target.focus(); if (target.dataset.skicka !== undefined) target.form?.requestSubmit(); }
  };
  const start = async () => {
    said.textContent = "Startar kameran …";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      video.srcObject = stream;
      await video.play();
      const read = (await own()) ?? (await vendored());
      said.textContent = "Håll etiketten framför kameran.";
      const look = async () => {
        if (!dialog.open) return;
        if (video.videoWidth) { const text = await read(frame()); if (text && dialog.open) give(text); }
        timer = setTimeout(look, EVERY);
      };
      look();
    } catch {
      said.textContent = "Kameran går inte att använda här. Tillåt den i webbläsaren, eller skriv numret.";
    }
  };
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    stream?.getTracks().forEach((track) => track.stop());
    stream = video.srcObject = null;
    last = "";
  });
  document.addEventListener("click", (e) => {
    const button = e.target.closest("[data-kamera]");
    if (!button) return;
    target = document.querySelector(button.dataset.kamera);
    if (!target) return;
    dialog.showModal();
    start();
  });
  const show = (root) => root.querySelectorAll("[data-kamera]").forEach((button) => { button.hidden = false; });
  show(document);
  document.addEventListener("htmx:load", (e) => show(e.target));
})();
