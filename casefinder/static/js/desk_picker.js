// The dialog that looks for a theme: type a few characters, Enter takes the first, arrows move.

const dialog = document.getElementById("picker");
const find = document.getElementById("picker-find");
const list = document.getElementById("picker-list");
const buttons = [...dialog.querySelectorAll("[data-theme]")];
let take = null;

const normal = (text) => text.normalize("NFKC").toLowerCase();
const visible = () => [...list.querySelectorAll("li:not([hidden]) [data-theme]")];

// How well a theme fits what was typed: its name, the beginning of its name, one of its cues, a part of its name, the rest.
function rank(button, typed) {
  const name = normal(button.querySelector(".nm").textContent);
  if (name === typed) return 0;
  if (name.startsWith(typed)) return 1;
  if (normal(button.dataset.cues).split("\n").includes(typed)) return 2;
  return name.includes(typed) ? 3 : 4;
}

function order() {
  const typed = normal(find.value).trim();
  const ranked = buttons.map((button, place) => ({ button, place, rank: typed ? rank(button, typed) : 0 }));
  ranked.sort((one, other) => one.rank - other.rank || one.place - other.place);
  list.append(...ranked.map(({ button }) => button.parentElement));
}

function narrow() {
  order();
  const words = normal(find.value).split(/\s+/).filter(Boolean);
  for (const button of buttons) {
    const text = normal(`${button.dataset.find} ${button.dataset.theme}`);
    button.parentElement.hidden = !words.every((word) => text.includes(word));
  }
  for (const button of buttons) button.classList.toggle("sel1", button === visible()[0]);
}

function choose(button) {
  dialog.close();
  take?.(button.dataset.theme);
}

export function pickTheme(words, then) {
  take = then;
  document.getElementById("picker-words").textContent = words;
  find.value = "";
  narrow();
  dialog.showModal();
  find.focus();
}

find.addEventListener("input", narrow);
dialog.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.theme) choose(button);
  else if (button?.dataset.do === "close" || event.target === dialog) dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // Safari says 229 when an IME took the key
  if (event.key === "Enter" && event.target === find) {
    event.preventDefault();
    if (visible()[0]) choose(visible()[0]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const shown = visible();
    const at = shown.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (shown[at] ?? find).focus();
  }
});
