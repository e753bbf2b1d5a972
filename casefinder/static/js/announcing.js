// What is read out: few and calm words. The state in the bar changes with every letter and is not read out by itself.
const place = document.querySelector("[data-announce]");
let last = "";

export function announce(words, { again = false } = {}) {
  if (!place || (!again && words === last)) return;
  last = words;
  place.textContent = words;
}
