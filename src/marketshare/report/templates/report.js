// Cards for numbers, and contents that follow the reader. Without this script every link still leads to its place.
const card = document.getElementById("card");
const body = card.querySelector(".card-body");

function open(id) {
  const entry = document.getElementById("number-" + id);
  if (!entry) return false;
  body.replaceChildren(...Array.from(entry.cloneNode(true).childNodes));
  for (const node of body.querySelectorAll("[id]")) node.removeAttribute("id");
  if (!card.open) card.showModal();
  card.querySelector("h3").focus();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && link.hash.startsWith("#number-") && open(link.hash.slice("#number-".length))) {
    event.preventDefault();
  } else if (link && card.contains(link)) {
    card.close();
  } else if (event.target === card || event.target.closest(".card-close")) {
    card.close();
  }
});

const links = new Map(Array.from(document.querySelectorAll("nav a"), (link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(entry.target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const id of links.keys()) watcher.observe(document.getElementById(id));
