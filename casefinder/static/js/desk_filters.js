// A filter takes effect when it is chosen; the button stays for browsers without scripts.

for (const form of document.querySelectorAll("form[data-filter]")) {
  for (const select of form.querySelectorAll("select")) {
    select.addEventListener("change", () => {
      for (const control of form.elements) if (control.name && !control.value) control.disabled = true;
      form.submit();
    });
  }
}
