// Puts the focus on the list of what has to be corrected, so that it is read out and reached at once.
export function focusSummary() {
  const summary = document.querySelector("[data-focus]");
  if (summary && !location.hash) summary.focus();
  else focusTarget();
}

// A link of that list leads to the very input, from another page too.
function focusTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("input, textarea, select")) target.focus();
}

focusSummary();
