(() => {
'use strict';
// The other half of HtmlFilter: it folds and hashes as that does, and reads what HtmlTalk and HtmlTable write.
const PAGES = 32, FILTER = 8192, WIDE = 0x2e80, SHOWN = 100, AHEAD = 6, KEPT = 24;
const box = document.getElementById('search');
const field = box.querySelector('input'), order = box.querySelector('select');
const status = box.querySelector('[role=status]'), list = box.querySelector('ol');
const more = box.querySelector('button');
const pages = Number(box.dataset.pages);
const name = n => String(n).padStart(4, '0');

// Pages on disk may load scripts only: those of filters, and the pages, which are scripts too and hand over their markup.
const arrived = new Map();
Object.defineProperty(window, 'roomledger', { value: (key, value) => arrived.set(String(key), value) });
const kept = new Map();
const file = key => key[0] === 'f' ? 'search/f' + name(key.slice(1)) + '.js' : 'pages/' + name(key) + '.html';
function load(key) {
  let content = kept.get(key);
  if (content === undefined) {
    content = new Promise((done, failed) => {
      const script = document.createElement('script');
      script.onload = () => {
        script.remove();
        const value = arrived.get(key);
        arrived.delete(key);
        if (value === undefined) failed(new Error(key)); else done(value);
      };
      script.onerror = () => { script.remove(); failed(new Error(key)); };
      script.src = file(key);
      document.head.append(script);
    });
    content.catch(() => kept.delete(key));
  } else {
    kept.delete(key);
  }
  kept.set(key, content);
  for (const old of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(old);
  }
  return content;
}

function fold(c) {
  if (c === 0x212a) return 0x6b;
  if (c === 0x17f) return 0x73;
  const odd = c === 0x130 || c === 0x131 || (c >= 0xd800 && c <= 0xdfff) || c >= 0xfb00;
  const pairs = c < 0x80 || (c >= 0xc0 && c <= 0x17e) || (c >= 0x400 && c <= 0x52f);
  if (pairs && !odd) return String.fromCharCode(c).toLowerCase().charCodeAt(0);
  return odd || c < 0x2e80 || (c >= 0xa640 && c <= 0xabff) ? 1 : c;
}

function grams(term) {
  const letters = Array.from({ length: term.length }, (_, i) => fold(term.charCodeAt(i)));
  const found = [];
  for (let i = 0; i + 1 < letters.length; i++) {
    const [a, b, c] = letters.slice(i, i + 3);
    const wide = a >= WIDE && b >= WIDE;
    if (wide || c !== undefined) {
      found.push(Math.imul(Math.imul(Math.imul(a, 31) + b | 0, 31) + (wide ? 0 : c) | 0, 0x9E3779B1) >>> 16);
    }
  }
  return found;
}

// All words must be there, in any order; what stands in quotes must be there as it is.
function read(query) {
  const words = [...query.matchAll(/"([^"]+)"|\S+/g)].map(m => m[1] ?? m[0]).filter(w => w !== '"');
  const escaped = words.map(w => w.replace(/[\\^$.*+?()[\]{}|\/]/g, '\\$&'));
  return {
    tests: escaped.map(w => new RegExp(w, 'iu')),
    marks: new RegExp(escaped.join('|'), 'giu'),
    grams: words.flatMap(w => w.split(' ')).flatMap(grams),
  };
}

async function candidates(wanted, first, last) {
  if (wanted.length === 0) return null;
  const bits = atob(await load('f' + (Math.floor((first - 1) / PAGES) + 1)));
  const found = new Set();
  for (let page = first; page <= last; page++) {
    const base = (page - 1) % PAGES * FILTER;
    if (wanted.every(g => bits.charCodeAt(base + (g >>> 3)) & (1 << (g & 7)))) found.add(page);
  }
  return found;
}

const when = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});

function marked(element, text, marks) {
  marks.lastIndex = 0;
  const first = text.search(marks);
  const from = Math.max(0, first - 70), to = Math.min(text.length, Math.max(first, 0) + 190);
  const part = (from > 0 ? '\u2026' : '') + text.slice(from, to).replace(/\s+/g, ' ') + (to < text.length ? '\u2026' : '');
  let done = 0;
  for (const hit of part.matchAll(marks)) {
    element.append(part.slice(done, hit.index));
    const mark = document.createElement('mark');
    mark.textContent = hit[0];
    element.append(mark);
    done = hit.index + hit[0].length;
  }
  element.append(part.slice(done));
}

const reader = new DOMParser();
const textOf = element => element?.textContent ?? '';

// What is parsed this way is never shown, runs nothing and loads nothing.
function rowsOf(markup) {
  const main = markup.slice(markup.indexOf('<main'), markup.lastIndexOf('</main>'));
  const found = reader.parseFromString(main, 'text/html').querySelectorAll('article, tbody tr');
  let last = '';
  return Array.from(found, row => {
    const at = row.querySelector('time')?.dateTime ?? '';
    if (row.cells) return { anchor: row.id, at, who: '', text: Array.from(row.cells, textOf).join(' \u00b7 ') };
    const said = row.querySelector(':scope>p:not(.mk)');
    const who = row.querySelector(row.className === 'sys' ? 'p>bdi' : 'h3>bdi');
    last = who || row.className === 'sys' ? textOf(who) : last;
    said?.querySelector(row.className === 'sys' ? 'p>bdi' : '.ed')?.remove();
    const files = Array.from(row.querySelectorAll('.files li'), f => f.querySelector('img')?.alt ?? textOf(f));
    return { anchor: row.id, at, who: last, text: [textOf(said).trim(), ...files].filter(t => t).join(' \u00b7 ') };
  });
}

function show(page, { anchor, at, who, text }, marks) {
  const item = document.createElement('li'), link = document.createElement('a');
  const head = document.createElement('span'), person = document.createElement('bdi');
  const time = document.createElement('time'), quote = document.createElement('p');
  link.href = 'pages/' + name(page) + '.html#' + anchor;
  head.className = 'hit';
  marked(person, who, marks);
  time.dateTime = at;
  time.textContent = at && when.format(new Date(at));
  quote.dir = 'auto';
  marked(quote, text, marks);
  head.append(person, time);
  link.append(head, quote);
  item.append(link);
  list.append(item);
}

let turn = 0;
async function search() {
  const mine = ++turn;
  const query = field.value.trim();
  list.replaceChildren();
  more.hidden = true;
  box.classList.toggle('busy', query !== '');
  status.textContent = query === '' ? '' : 'Searching\u2026';
  if (query === '') return;
  const { tests, marks, grams: wanted } = read(query);
  const newest = order.value === 'newest';
  const queue = Array.from({ length: pages }, (_, i) => newest ? pages - i : i + 1);
  let found = 0, shown = 0, looked = 0, limit = SHOWN;
  const say = text => { if (mine === turn) status.textContent = text; };
  const count = () => found.toLocaleString('en') + (found === 1 ? ' match' : ' matches');
  let drawn = 0;
  let going = () => {};
  more.onclick = () => { limit += SHOWN; going(); };
  try {
    let possible = null, group = -1;
    const next = [];
    for (const page of queue) {
      if (Math.floor((page - 1) / PAGES) !== group) {
        group = Math.floor((page - 1) / PAGES);
        const first = group * PAGES + 1;
        possible = await candidates(wanted, first, Math.min(pages, first + PAGES - 1));
        if (mine !== turn) return;
      }
      if (possible === null || possible.has(page)) next.push([page, load(String(page))]);
      else looked++;
      if (next.length >= AHEAD || page === queue.at(-1)) {
        for (const [number, content] of next.splice(0)) {
          const rows = rowsOf(await content);
          if (mine !== turn) return;
          looked++;
          for (const row of newest ? rows.slice().reverse() : rows) {
            if (!tests.every(t => t.test(row.text) || t.test(row.who))) continue;
            found++;
            while (shown >= limit) {
              say('The first ' + shown.toLocaleString('en') + ' matches are below; there are more.');
              more.hidden = false;
              box.classList.remove('busy');
              await new Promise(done => { going = done; });
              if (mine !== turn) return;
              more.hidden = true;
              box.classList.add('busy');
            }
            show(number, row, marks);
            shown++;
          }
        }
        if (performance.now() - drawn > 100) {
          drawn = performance.now();
          say(count() + ' on ' + looked.toLocaleString('en') + ' of ' + pages.toLocaleString('en') + ' pages so far\u2026');
        }
      }
    }
    say(found === 0 ? 'Nothing found.' : count() + '.');
  } catch (broken) {
    say('The file ' + file(broken.message) + ' cannot be read. Unpack the whole export, then try again.');
  }
  box.classList.remove('busy');
}

let pause = 0;
function later() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const query = field.value.trim();
    // kept in the address, so that coming back from a page shows the same matches
    location.replace('#q=' + encodeURIComponent(query) + (order.value === 'newest' ? '' : '&oldest'));
    search();
  }, 200);
}
field.addEventListener('input', later);
order.addEventListener('change', later);
box.querySelector('form').addEventListener('submit', event => { event.preventDefault(); later(); });

function recall() {
  const [query, oldest] = location.hash.startsWith('#q=') ? location.hash.slice(3).split('&') : [];
  if (query) {
    try { field.value = decodeURIComponent(query); } catch { return; }
    order.value = oldest === undefined ? 'newest' : 'oldest';
    search();
  } else if (location.hash === '#search') {
    field.focus();
  }
}
box.hidden = false;
recall();
window.addEventListener('pageshow', event => { if (event.persisted && field.value) later(); });
})();
