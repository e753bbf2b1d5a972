// A control at what was selected with the mouse: what T and E do, where the eye is.

import { selectedSpan } from "./desk_offsets.js";

const box = document.getElementById("at-selection");

function place() {
  const range = document.getSelection().getRangeAt(0);
  const lines = range.getClientRects();
  const last = lines[lines.length - 1] ?? range.getBoundingClientRect();
  box.hidden = false;
  const left = Math.min(Math.max(8, last.right - box.offsetWidth / 2), innerWidth - box.offsetWidth - 8);
  const below = last.bottom + 6;
  box.style.left = `${left}px`;
  box.style.top = `${below + box.offsetHeight > innerHeight ? last.top - box.offsetHeight - 6 : below}px`;
}

const hide = () => { box.hidden = true; };

if (box) {
  document.addEventListener("pointerup", (event) => {
    if (box.contains(event.target)) return;
    setTimeout(() => (selectedSpan() ? place() : hide()));
  });
  document.addEventListener("selectionchange", () => { if (document.getSelection()?.isCollapsed) hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.getElementById("scroll")?.addEventListener("scroll", hide, { passive: true });
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  box.addEventListener("click", () => setTimeout(hide));
}
