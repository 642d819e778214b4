// What the pages cannot do without a script: the browser's time zone, places in a conversation,
// copied links, and a player whose transcript follows.
"use strict";

(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes("roomledger_zone=" + zone)) {
    document.cookie = "roomledger_zone=" + zone + "; path=/; max-age=31536000; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
  }

  const conversation = document.querySelector(".conversation");
  if (conversation) {
    const sought = conversation.dataset.message;
    if (sought) {
      const message = document.getElementById("m-" + sought);
      if (message) {
        message.classList.add("sought");
        message.scrollIntoView({ block: "center" });
      }
    } else if (conversation.classList.contains("from-end")) {
      window.scrollTo(0, document.documentElement.scrollHeight);
    }
  }

  // What is put in above what one reads must not push it away.
  let height = 0;
  let place = 0;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    height = target && target.dataset && target.dataset.grows === "up" ? document.documentElement.scrollHeight : 0;
    place = window.scrollY;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (height) {
      window.scrollTo(0, place + document.documentElement.scrollHeight - height);
      height = 0;
    }
  });

  // Browsers have a clipboard for scripts only where the address is safe; elsewhere the old way works.
  const copy = async (text) => {
    if (navigator.clipboard) {
      return navigator.clipboard.writeText(text);
    }
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      copy(new URL(button.dataset.copy, location.href).href).then(() => {
        document.getElementById("notice").textContent = button.dataset.copied;
        button.textContent = button.dataset.copied;
      });
    }
  });

  document.addEventListener("submit", (event) => {
    const asked = event.submitter && event.submitter.dataset.sure;
    if (asked && !window.confirm(asked)) {
      event.preventDefault();
    }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("main input[type=search]");
      event.preventDefault();
      if (search) {
        search.focus();
        search.select();
      } else {
        location.assign("/search");
      }
    }
    const menu = document.querySelector(".menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  const film = document.querySelector("video[data-film]");
  if (film) {
    const speed = document.getElementById("speed");
    speed.addEventListener("change", () => { film.playbackRate = Number(speed.value); });
    const lines = [...document.querySelectorAll("[data-at]")];
    for (const line of lines) {
      line.addEventListener("click", () => {
        film.currentTime = Number(line.dataset.at);
        film.play();
      });
    }
    let now = null;
    film.addEventListener("timeupdate", () => {
      const said = lines.findLast((line) => Number(line.dataset.at) <= film.currentTime + 0.05);
      if (said === now) {
        return;
      }
      if (now) {
        now.removeAttribute("aria-current");
      }
      now = said;
      if (said) {
        said.setAttribute("aria-current", "true");
        const box = said.closest(".transcript");
        box.scrollTo({ top: said.offsetTop - box.offsetTop - box.clientHeight / 3, behavior: "smooth" });
      }
    });
  }
})();
