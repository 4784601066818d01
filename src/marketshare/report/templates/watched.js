// Loads a page again when its report was built anew, and leaves its reader in the same place, with the same parts open.
const KEPT = "place-in-report";
const shown = Number(document.querySelector("meta[name=build]").content);

// A part that can be opened, told by its section, what it is called, and which one of these it is.
function parts() {
  const count = {};
  return [...document.querySelectorAll("details")].map((part) => {
    const words = `${part.closest("[id]")?.id} ${part.querySelector("summary")?.textContent}`;
    count[words] = (count[words] ?? 0) + 1;
    return [`${words} ${count[words]}`, part];
  });
}

function keep() {
  const passed = [...document.querySelectorAll("main [id]")].filter(
    (element) => element.getClientRects().length && element.getBoundingClientRect().top <= 1);
  const last = passed.at(-1);
  sessionStorage.setItem(KEPT, JSON.stringify({
    open: parts().filter(([, part]) => part.open).map(([key]) => key),
    id: last?.id, above: last?.getBoundingClientRect().top, y: window.scrollY,
  }));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept) return;
  sessionStorage.removeItem(KEPT);
  const open = new Set(kept.open);
  for (const [key, part] of parts()) part.open = open.has(key);
  const go = () => {
    const there = kept.id && document.getElementById(kept.id);
    const top = there ? window.scrollY + there.getBoundingClientRect().top - kept.above : kept.y;
    window.scrollTo({ top, behavior: "instant" });
  };
  go();
  addEventListener("load", () => requestAnimationFrame(go));  // after the browser went where it thinks it was
}

history.scrollRestoration = "manual";
restore();
new EventSource("events").onmessage = (event) => {
  const told = JSON.parse(event.data);
  if (told.version !== shown) {
    keep();
    location.reload();
    return;
  }
  let note = document.getElementById("build-error");
  if (!told.error) { note?.remove(); return; }
  if (!note) {
    note = document.createElement("pre");
    note.id = "build-error";
    note.setAttribute("role", "alert");
    note.style = "position:fixed;inset:auto 0 0 0;margin:0;padding:1rem;max-height:50vh;overflow:auto;z-index:9;"
      + "background:#b3261e;color:#fff;white-space:pre-wrap";
    document.body.append(note);
  }
  note.textContent = told.error;
};
