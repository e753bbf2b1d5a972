// The gate: keys that go between the finds and press their buttons; without it links and buttons do the same.
import { isTyping, keysAreOn } from "./staff.js";

const finds = () => [...document.querySelectorAll("article.pg-f")];
const current = () => document.activeElement?.closest?.("article.pg-f") ?? null;

function goTo(find) {
  find?.focus({ preventScroll: true });
  find?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = finds();
  const at = all.indexOf(current());
  goTo(at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

/** Press a button of the find in which one stands; who stands in none is led to the first. */
function press(number) {
  const find = current();
  if (!find) goTo(finds()[0]);
  else find.querySelector(`button[data-n="${number}"]`)?.click();
}

/** An agreement needs words: where there are none yet, its button leads to them. */
document.addEventListener("click", (event) => {
  const words = event.target.closest("button[data-n]")?.form?.querySelector("input[name=reason]");
  if (words && !words.value.trim()) {
    event.preventDefault();
    words.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || !keysAreOn() || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.code === "KeyJ") step(1);
  else if (event.code === "KeyK") step(-1);
  else if (event.code === "KeyU") document.querySelector("[data-newest] button")?.click();
  else if (event.code === "KeyP") document.querySelector("[data-paper]")?.click();
  else if (/^(Digit|Numpad)[1-9]$/.test(event.code)) press(event.code.at(-1));
  else return;
  event.preventDefault();
});

const named = location.hash.startsWith("#f") ? document.getElementById(location.hash.slice(1)) : null;
goTo(document.querySelector("article.pg-f[data-focus]") ?? (named?.matches("article") ? named : null));
