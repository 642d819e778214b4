// The timeline of meeting rooms: dragging over free time books it, dragging a reservation of one's
// own moves it or changes how long it is. All of it can be done by links and forms as well.
"use strict";

(() => {
  const QUARTER = 15;
  const HOLD = 350;
  const dialog = document.getElementById("dialog");
  const proof = () => document.querySelector("input[name=proof]").value;

  const openDialog = (address) => {
    htmx.ajax("GET", address, { target: "#dialog-body", swap: "innerHTML" }).then(() => {
      const board = document.querySelector(".board");
      const view = dialog.querySelector("input[name=view]");
      if (view && board) {
        view.value = board.dataset.view;
      }
      if (!dialog.open) {
        dialog.showModal();
      }
      const first = dialog.querySelector("#topic");
      if (first) {
        first.focus();
      }
    });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openDialog(link.getAttribute("href"));
    }
  });

  const board = document.querySelector(".board");
  if (!board) {
    return;
  }
  const opens = Number(board.dataset.opens);
  const quarters = Number(board.dataset.hours) * 4;

  const clock = (quarter) => {
    const minutes = opens * 60 + quarter * QUARTER;
    const two = (number) => String(number).padStart(2, "0");
    return two(Math.floor(minutes / 60) % 24) + ":" + two(minutes % 60);
  };
  const quarterAt = (track, x) => {
    const box = track.getBoundingClientRect();
    return Math.max(0, Math.min(quarters, ((x - box.left) / box.width) * quarters));
  };
  /** What is held on a track, without one of them. */
  const taken = (track, but) =>
    [...track.querySelectorAll(".use")]
      .filter((use) => use.dataset.id !== but)
      .map((use) => ({ from: Number(use.dataset.from), to: Number(use.dataset.from) + Number(use.dataset.length) }));
  const meets = (track, from, to, but) => taken(track, but).some((held) => held.from < to && held.to > from);

  let act = null;

  const show = () => {
    const { track, pick } = act;
    if (pick.parentNode !== track) {
      track.append(pick);
    }
    pick.style.left = (act.from / quarters) * 100 + "%";
    pick.style.width = ((act.to - act.from) / quarters) * 100 + "%";
    pick.textContent = clock(act.from) + "–" + clock(act.to);
    act.free = !meets(track, act.from, act.to, act.id);
    pick.classList.toggle("no", !act.free);
  };

  const begin = (track, use, x, y) => {
    const at = quarterAt(track, x);
    const pick = document.createElement("li");
    pick.className = "pick";
    pick.setAttribute("aria-hidden", "true");
    act = { track, pick, x, y, at, moved: false, kind: "book", from: Math.floor(at), to: Math.floor(at) + 1 };
    if (use) {
      const box = use.getBoundingClientRect();
      act.id = use.dataset.id;
      act.use = use;
      act.from = Number(use.dataset.from);
      act.to = act.from + Number(use.dataset.length);
      act.was = { from: act.from, to: act.to, track };
      act.kind = box.right - x < 9 ? "end" : x - box.left < 6 ? "start" : "move";
    }
  };

  const drag = (x, y) => {
    if (!act.moved && Math.hypot(x - act.x, y - act.y) < 5) {
      return;
    }
    act.moved = true;
    if (act.kind === "move") {
      const under = document.elementFromPoint(x, y);
      const other = under && under.closest(".track");
      act.track = other || act.track;
      const by = Math.round(quarterAt(act.track, x) - act.at);
      const length = act.was.to - act.was.from;
      act.from = Math.max(0, Math.min(quarters - length, act.was.from + by));
      act.to = act.from + length;
      act.use.classList.add("moving");
    } else {
      const at = quarterAt(act.track, x);
      if (act.kind === "end") {
        act.to = Math.max(act.from + 1, Math.round(at));
      } else if (act.kind === "start") {
        act.from = Math.min(act.to - 1, Math.round(at));
      } else {
        act.from = Math.floor(Math.min(act.at, at));
        act.to = Math.max(Math.ceil(Math.max(act.at, at)), act.from + 1);
      }
    }
    show();
  };

  const cancel = () => {
    if (act) {
      act.pick.remove();
      if (act.use) {
        act.use.classList.remove("moving");
      }
      act = null;
    }
  };

  const finish = () => {
    const done = act;
    cancel();
    if (!done || !done.moved) {
      return done;
    }
    const room = done.track.closest(".lane").dataset.room;
    const day = done.track.dataset.day;
    const from = clock(done.from);
    const to = clock(done.to);
    if (done.kind === "book") {
      openDialog("/meeting-rooms/book?" + new URLSearchParams({ room, day, from, to }));
    } else if (done.from !== done.was.from || done.to !== done.was.to || done.track !== done.was.track) {
      htmx.ajax("POST", "/reservations/" + done.id + "/move", {
        target: "#notice",
        swap: "innerHTML",
        values: { proof: proof(), room, day, from, to, back: "board", view: board.dataset.view },
      });
      document.getElementById("notice").scrollIntoView({ block: "nearest" });
    }
    return done;
  };

  const startOf = (event) => {
    const track = event.target.closest(".track");
    const use = event.target.closest(".use");
    if (!track || getComputedStyle(track).display !== "grid" || (use && use.dataset.movable !== "yes")) {
      return null;
    }
    return { track, use };
  };

  let holding = 0;
  board.addEventListener("pointerdown", (event) => {
    const start = startOf(event);
    if (!start || event.button !== 0) {
      return;
    }
    if (event.pointerType === "touch") {
      // a finger scrolls; one that rests first takes hold
      clearTimeout(holding);
      holding = setTimeout(() => {
        begin(start.track, start.use, event.clientX, event.clientY);
        act.moved = true;
        show();
      }, HOLD);
    } else {
      begin(start.track, start.use, event.clientX, event.clientY);
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (act && event.pointerType !== "touch") {
      event.preventDefault();
      drag(event.clientX, event.clientY);
    }
  });
  board.addEventListener(
    "touchmove",
    (event) => {
      clearTimeout(holding);
      if (act) {
        event.preventDefault();
        drag(event.touches[0].clientX, event.touches[0].clientY);
      }
    },
    { passive: false },
  );
  let dragged = false;
  const up = () => {
    clearTimeout(holding);
    const done = finish();
    dragged = Boolean(done && done.moved);
  };
  document.addEventListener("pointerup", (event) => {
    if (event.pointerType !== "touch") {
      up();
    }
  });
  board.addEventListener("touchend", up);
  document.addEventListener("pointercancel", (event) => {
    if (event.pointerType !== "touch") {
      cancel();
    }
  });
  board.addEventListener("touchcancel", cancel);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      cancel();
    }
  });
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("contextmenu", (event) => {
    if (act) {
      event.preventDefault();
    }
  });
  board.addEventListener(
    "click",
    (event) => {
      if (dragged) {
        dragged = false;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      const use = event.target.closest(".use");
      if (use && !event.target.closest("a")) {
        location.href = "/reservations/" + use.dataset.id;
      }
    },
    true,
  );

  // The line that says what time it is goes on, and the board begins where something happens.
  const now = board.querySelector(".now");
  if (now) {
    now.scrollIntoView({ block: "nearest", inline: "center" });
    window.scrollTo(0, 0);
    const began = [...now.classList].find((name) => /^q\d+$/.test(name));
    const since = Date.now();
    setInterval(() => {
      const quarter = Number(began.slice(1)) + Math.floor((Date.now() - since) / (QUARTER * 60000));
      for (const line of board.querySelectorAll(".now")) {
        line.className = "now w1 q" + Math.min(quarter, quarters - 1);
      }
    }, 60000);
  }
})();
