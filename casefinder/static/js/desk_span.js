// Another range than the sentence: Shift and arrows move its end, Alt and arrows its start.

import { rangeOf, textLength } from "./desk_offsets.js";
import { say } from "./desk_acts.js";

const desk = document.getElementById("desk");
let span = null;

export const chosenSpan = () => span;

function show() {
  if (span && globalThis.Highlight) CSS.highlights.set("range", new Highlight(rangeOf(span.body, span.start, span.end)));
  else globalThis.CSS?.highlights?.delete("range");
}

export function beginSpan(from) {
  span = { ...from };
  document.getSelection()?.removeAllRanges();
  announce();
}

export function endSpan() {
  span = null;
  show();
}

function announce() {
  show();
  say(desk.dataset.sayRange.replace("{w}", rangeOf(span.body, span.start, span.end).toString()));
}

// Handle an arrow key while a range is set; returns whether it was one.
export function moveSpan(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
  if (!span || !step || !(event.shiftKey || event.altKey)) return false;
  const last = textLength(span.body);
  if (event.shiftKey) span.end = Math.min(last, Math.max(span.start + 1, span.end + step));
  else span.start = Math.max(0, Math.min(span.end - 1, span.start + step));
  announce();
  return true;
}
