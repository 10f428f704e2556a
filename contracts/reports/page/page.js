"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(button.parentElement.querySelector("pre"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "copy"; }, 1500);
  });
}
const filters = [...document.querySelectorAll("select[data-filter]")];
function filter() {
  let shown = 0;
  for (const group of document.querySelectorAll("section.group")) {
    let any = false;
    for (const finding of group.querySelectorAll("details.finding")) {
      const matches = filters.every((one) => !one.value || finding.dataset[one.dataset.filter].split("\n").includes(one.value));
      finding.hidden = !matches;
      any ||= matches;
      shown += matches ? 1 : 0;
    }
    group.hidden = !any;
  }
  const count = document.getElementById("shown");
  if (count) count.textContent = String(shown);
}
for (const one of filters) one.addEventListener("change", filter);
const all = document.getElementById("all");
if (all) {
  all.addEventListener("click", () => {
    const findings = [...document.querySelectorAll("details.finding")];
    const open = findings.some((finding) => !finding.open);
    for (const finding of findings) finding.open = open;
    all.textContent = open ? "close all" : "open all";
  });
}
document.documentElement.dataset.ready = "yes";
