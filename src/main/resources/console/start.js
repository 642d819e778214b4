// Files that are dropped or chosen go to the server in parts, each from the byte that it has: a wire
// that breaks, or a closed window, costs no more than a part.
"use strict";

(() => {
  const proof = JSON.parse(document.body.getAttribute("hx-headers"))["X-Proof"];
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

  const post = async (address, body, type) => {
    const headers = { "X-Proof": proof, "HX-Request": "true" };
    if (type) {
      headers["Content-Type"] = type;
    }
    const answer = await fetch(address, { method: "POST", headers, body });
    if (!answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = page.body.textContent.trim().replace(/\s+/g, " ");
      throw Object.assign(new Error(said), { status: answer.status });
    }
    return answer;
  };

  const shown = (zone, file) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const much = document.createElement("span");
    much.textContent = "0 %";
    const bar = document.createElement("progress");
    bar.max = file.size;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    line.append(name, much, bar);
    zone.querySelector(".sending").append(line);
    return {
      at: (bytes) => {
        bar.value = bytes;
        much.textContent = Math.floor((100 * bytes) / Math.max(1, file.size)) + " %";
      },
      ended: () => line.remove(),
      failed: (why) => {
        bar.remove();
        much.remove();
        const text = document.createElement("p");
        text.className = "bad";
        text.setAttribute("role", "alert");
        text.textContent = why;
        line.append(text);
      },
    };
  };

  // Asked again after a break, the server says where to go on.
  const send = async (zone, file, view) => {
    const form = new URLSearchParams({ name: file.name, size: file.size, modified: file.lastModified });
    for (const more of zone.querySelectorAll("[data-with]")) {
      form.set(more.name, more.value);
    }
    let breaks = 0;
    for (;;) {
      try {
        const announced = await post(zone.dataset.drop, form);
        const place = announced.headers.get("Location");
        const chunk = Number(announced.headers.get("Chunk-Size"));
        let at = Number(await announced.text());
        view.at(at);
        while (at < file.size) {
          const part = file.slice(at, Math.min(at + chunk, file.size));
          const taken = await post(place + "?offset=" + at, part, "application/octet-stream");
          at = Number(await taken.text());
          breaks = 0;
          view.at(at);
        }
        return place;
      } catch (broken) {
        breaks++;
        const final = broken.status && broken.status < 500 && broken.status !== 409;
        if (final || breaks > 6) {
          throw broken.status ? broken : new Error(zone.dataset.failed);
        }
        await wait(1000 * breaks);
      }
    }
  };

  const refresh = async (zone) => {
    const where = document.getElementById("brought");
    if (zone.dataset.then && where) {
      const answer = await fetch(zone.dataset.then, { headers: { "HX-Request": "true" } });
      where.innerHTML = await answer.text();
    }
  };

  const sought = document.querySelector("[data-seeks]");
  if (sought) {
    const lines = [...document.querySelectorAll(sought.dataset.seeks)];
    const count = document.getElementById("soughtCount");
    sought.addEventListener("input", () => {
      const words = sought.value.trim().toLocaleLowerCase();
      let found = 0;
      for (const line of lines) {
        const hit = words !== "" && line.textContent.toLocaleLowerCase().includes(words);
        line.classList.toggle("found", hit);
        found += hit ? 1 : 0;
        if (hit && found === 1) {
          line.scrollIntoView({ block: "nearest" });
        }
      }
      count.textContent = words === "" ? "" : found === 0 ? count.dataset.none : String(found);
    });
  }

  for (const zone of document.querySelectorAll("[data-drop]")) {
    const take = async (files) => {
      let last = null;
      for (const file of files) {
        const view = shown(zone, file);
        try {
          last = await send(zone, file, view);
          view.ended();
        } catch (broken) {
          view.failed(broken.message || zone.dataset.failed);
        }
        await refresh(zone);
      }
      const next = document.querySelector("#brought .buttons button");
      if (next) {
        next.focus();
      } else if (last && zone.dataset.goes) {
        window.location.assign(zone.dataset.goes);
      }
    };
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      take([...event.dataTransfer.files]);
    });
    const input = zone.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      take([...input.files]);
      input.value = "";
    });
  }
})();
