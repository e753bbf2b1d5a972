// Characters used beside each input, counted as the printed page counts; over the limit it says by how many.
import { textLength } from "./counting.js";

/** Update the count of one input. */
export function countOf(input) {
  const sign = document.querySelector(`[data-count-for="${input.id}"]`);
  if (!sign || !input.dataset.limit) return;
  const limit = Number(input.dataset.limit);
  const used = Math.ceil(textLength(input.value.replace(/\n/g, "")));
  sign.textContent = `${used}／${limit}`;
  sign.classList.toggle("over", used > limit);
}

/** Update all counts inside an element. */
export function countAll(inside) {
  for (const input of inside.querySelectorAll("[data-limit]")) countOf(input);
}
