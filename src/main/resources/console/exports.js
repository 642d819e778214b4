// What the pages of exports do with a script: text that was shown once is copied as it is.
"use strict";

(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-text]");
    if (button && navigator.clipboard) {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copyText).textContent).then(() => {
        document.getElementById("notice").textContent = button.dataset.copied;
        button.textContent = button.dataset.copied;
      });
    }
  });
})();
