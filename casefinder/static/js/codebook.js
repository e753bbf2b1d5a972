// Keys of the codebook: J K move along the themes, E edits, N adds. By the key's place, never in a field.
import { isTyping, keysAreOn } from "./staff.js";

const links = [...document.querySelectorAll(".tb tbody th[scope=row] a")];
document.querySelector(".tb tr.cur")?.scrollIntoView({ block: "nearest" });

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || !keysAreOn()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const step = { KeyJ: 1, KeyK: -1 }[event.code];
  if (step) {
    event.preventDefault();
    const focused = links.indexOf(document.activeElement);
    const at = focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  }
  const key = { KeyE: "E", KeyN: "N" }[event.code];
  if (key) document.querySelector(`a[data-key="${key}"]`)?.click();
});
