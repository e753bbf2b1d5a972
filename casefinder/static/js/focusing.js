// Puts the focus on the list of what has to be corrected, so that it is read out and reached at once.
export function focusSummary() {
  const summary = document.querySelector("[data-focus]");
  if (summary && !location.hash) summary.focus();
}

focusSummary();
