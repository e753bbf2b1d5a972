// What every staff page shares: the focus goes to errors, destructive forms ask first, a few keys.
/** Say whether single-letter keys are switched on (WCAG 2.1.4: they can be switched off). */
export function keysAreOn() {
  return document.documentElement.dataset.keys !== "off";
}

/** Open or close the list of keys. */
export function showKeys() {
  document.getElementById("keys")?.togglePopover?.();
}

async function switchKeys(form, on) {
  document.documentElement.dataset.keys = on ? "on" : "off";
  for (const each of document.querySelectorAll("[data-keys-switch]")) each.checked = on;
  try {
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  } catch {
    for (const button of document.querySelectorAll("[data-keys-button]")) button.hidden = false;
  }
}

/** Say whether an event comes from a place where one types, or from a running conversion. */
export function isTyping(event) {
  if (event.isComposing || event.keyCode === 229) return true;
  const at = event.target;
  return at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
}

function plainKey(event, code) {
  return event.code === code && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
}

function rowLinks() {
  return [...document.querySelectorAll("[data-rows] tbody tr, [data-rows] > li")]
    .map((row) => row.querySelector("a[href]"))
    .filter(Boolean);
}

function move(step) {
  const links = rowLinks();
  if (!links.length) return;
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
    return;
  }
  if (isTyping(event) || !keysAreOn()) return;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
    return;
  }
  if (document.querySelector("[data-rows]")) {
    if (plainKey(event, "KeyJ")) move(1);
    if (plainKey(event, "KeyK")) move(-1);
  }
  if (plainKey(event, "Slash")) {
    const filter = document.querySelector(".toolbar input[type=search]");
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  }
});

// A question may hold only while something is on the page: `data-ask-while` names it.
function isToAsk(form) {
  const mark = form.dataset.askWhile;
  return !mark || Boolean(form.querySelector(mark)?.textContent.trim());
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.dataset.ask && isToAsk(form) && !window.confirm(form.dataset.ask)) {
    event.preventDefault();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.me[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

for (const box of document.querySelectorAll("[data-check-all]")) {
  const boxes = () => [...document.querySelectorAll(`input[name="${box.dataset.checkAll}"]`)];
  const count = document.querySelector("[data-checked-count]");
  const show = () => {
    const on = boxes().filter((each) => each.checked).length;
    box.checked = on > 0 && on === boxes().length;
    box.indeterminate = on > 0 && on < boxes().length;
    if (count) count.textContent = String(on);
  };
  box.hidden = false;
  box.addEventListener("change", () => {
    for (const each of boxes()) each.checked = box.checked;
    show();
  });
  for (const each of boxes()) each.addEventListener("change", show);
  show();
}

for (const button of document.querySelectorAll("[data-keys-button]")) button.hidden = true;
for (const choice of document.querySelectorAll("[data-keys-switch]")) {
  choice.addEventListener("change", () => switchKeys(choice.form, choice.checked));
}
document.querySelector("[data-keys-list]")?.addEventListener("click", (event) => {
  if (!HTMLElement.prototype.togglePopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  showKeys();
});

for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;

document.querySelector("[data-focus]")?.focus();
