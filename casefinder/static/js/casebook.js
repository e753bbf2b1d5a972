// The composer: moving cases by keys and by dragging; without it the buttons beside each case do the same.
import { isTyping, keysAreOn } from "./staff.js";

const form = document.querySelector("[data-order]");
const items = () => [...form.querySelectorAll("li[data-case]")];
let dragged = null;

function press(name, item) {
  item?.querySelector(`button[name=${name}]`)?.click();
}

function sendOrder() {
  const order = document.createElement("input");
  order.type = "hidden";
  order.name = "order";
  order.value = items()
    .map((item) => item.dataset.case)
    .join(",");
  form.append(order);
  form.submit();
}

form.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li[data-case]");
  dragged?.classList.add("drag");
  event.dataTransfer.effectAllowed = "move";
});

form.addEventListener("dragover", (event) => {
  const over = event.target.closest("li[data-case]");
  if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  for (const item of items()) item.classList.toggle("drop", item === over);
});

form.addEventListener("drop", (event) => {
  const over = event.target.closest("li[data-case]");
  if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const all = items();
  if (all.indexOf(dragged) < all.indexOf(over)) over.after(dragged);
  else over.before(dragged);
  sendOrder();
});

form.addEventListener("dragend", () => {
  dragged?.classList.remove("drag");
  for (const item of items()) item.classList.remove("drop");
  dragged = null;
});

form.addEventListener("focusin", (event) => {
  for (const item of items()) item.classList.toggle("cur", item.contains(event.target));
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || isTyping(event) || event.ctrlKey || event.metaKey) return;
  const item = document.activeElement?.closest?.("li[data-case]");
  if (event.altKey && item && (event.code === "ArrowUp" || event.code === "ArrowDown")) {
    event.preventDefault();
    press(event.code === "ArrowUp" ? "up" : "down", item);
    return;
  }
  if (event.altKey || event.shiftKey || !keysAreOn()) return;
  if (event.code === "KeyB") document.querySelector("[data-build] button:not([disabled])")?.click();
  if (event.code === "KeyI") {
    const panel = document.querySelector(".addc");
    if (panel) {
      panel.open = true;
      (panel.querySelector("input[type=checkbox]") ?? panel.querySelector("a, summary")).focus();
      event.preventDefault();
    }
  }
});

// The browser goes to the fragment last and takes the focus away, so the moved case gets it after that.
window.addEventListener("load", () => {
  if (!location.hash.startsWith("#case-")) return;
  requestAnimationFrame(() => document.getElementById(location.hash.slice(1))?.querySelector("a")?.focus());
});
