"use strict";
// Search, tabs, copying and the choice of colours. Pages read well without any of it.
(() => {
  const root = document.body.dataset.root;

  const theme = document.getElementById("theme");
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  if (stored()) document.documentElement.dataset.theme = stored();
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const isDark = (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    document.documentElement.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem("theme", document.documentElement.dataset.theme); } catch { /* private windows keep nothing */ }
  });

  for (const pre of document.querySelectorAll(".example pre, .signature")) {
    const button = document.createElement("button");
    button.className = "copy";
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const text = pre.querySelector("code").textContent;
      try { await navigator.clipboard.writeText(text); } catch {
        const area = document.createElement("textarea");
        area.value = text;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    pre.append(button);
  }

  for (const group of document.querySelectorAll(".examples")) {
    const parts = [...group.querySelectorAll(".example")];
    const bar = document.createElement("div");
    bar.className = "tabs";
    bar.setAttribute("role", "tablist");
    const show = (chosen) => parts.forEach((part, i) => {
      part.hidden = i !== chosen;
      bar.children[i].setAttribute("aria-selected", String(i === chosen));
      bar.children[i].tabIndex = i === chosen ? 0 : -1;
    });
    parts.forEach((part, i) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.textContent = part.querySelector("h3").textContent;
      tab.id = `tab-${i}`;
      part.setAttribute("role", "tabpanel");
      part.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => show(i));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        const next = (i + step + parts.length) % parts.length;
        show(next);
        bar.children[next].focus();
      });
      bar.append(tab);
    });
    group.prepend(bar);
    group.classList.add("tabbed");
    show(0);
  }

  const box = document.getElementById("search");
  const list = document.getElementById("results");
  box.parentElement.hidden = false;
  let waiting = null;
  const load = () => waiting ||= new Promise((done) => {
    const script = document.createElement("script");
    script.src = `${root}assets/search.js`;
    script.addEventListener("load", () => done(window.REFERENCE));
    document.head.append(script);
  });

  // The words of an entry weigh by where they stand: its name, its summary, the rest. Operations come before schemas.
  const score = (entry, words) => {
    let total = 0;
    for (const word of words) {
      const name = entry[0].toLowerCase();
      const found = name === word ? 20 : name.startsWith(word) ? 12 : name.includes(word) ? 8
        : entry[2].toLowerCase().includes(word) ? 4 : entry[3].toLowerCase().includes(word) ? 1 : 0;
      if (!found) return 0;
      total += found;
    }
    return total + (entry[1].startsWith("operations/") ? 5 : 0);
  };
  let chosen = -1;
  const choose = (index) => {
    const links = list.querySelectorAll("a");
    chosen = links.length ? (index + links.length) % links.length : -1;
    links.forEach((link, i) => link.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) links[chosen].scrollIntoView({ block: "nearest" });
  };
  const search = async () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const entries = await load();
    const found = words.length ? entries.map((e) => [score(e, words), e]).filter(([s]) => s).sort((a, b) => b[0] - a[0]).slice(0, 30) : [];
    list.replaceChildren(...found.map(([, entry]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const note = document.createElement("small");
      link.href = root + entry[1];
      link.textContent = entry[0];
      note.textContent = entry[2];
      link.append(note);
      item.append(link);
      return item;
    }));
    if (words.length && !found.length) {
      const item = document.createElement("li");
      item.textContent = "Nothing found.";
      list.append(item);
    }
    list.hidden = !words.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    choose(0);
  };
  box.addEventListener("focus", load);
  box.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
    if (event.key === "Enter") list.querySelector('a[aria-selected="true"]')?.click();
    if (event.key === "Escape") { box.value = ""; search(); box.blur(); }
  });
  document.addEventListener("click", (event) => { if (!box.parentElement.contains(event.target)) list.hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) { event.preventDefault(); box.focus(); }
  });
})();
