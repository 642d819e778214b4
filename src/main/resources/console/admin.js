// Administration: texts that are shown once are copied by a button.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-text]");
  if (button && navigator.clipboard) {
    const text = document.getElementById(button.dataset.copyText).textContent.trim();
    navigator.clipboard.writeText(text).then(() => {
      document.getElementById("notice").textContent = button.dataset.copied;
      button.textContent = button.dataset.copied;
    });
  }
});
