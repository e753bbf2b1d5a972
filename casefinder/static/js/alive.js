// Says at once that scripts run, so that what is meant for pages without them does not flash; takes it back at the end
// of loading when the script that saves has not begun: blocked on its way, or too new for this browser.
document.documentElement.classList.add("live");
addEventListener("load", function () {
  if (!document.documentElement.hasAttribute("data-saves")) document.documentElement.classList.remove("live");
});
