/* SPDX-License-Identifier: GPL-3.0-or-later */
"use strict";
(function () {
  const root = document.documentElement;
  const list = document.getElementById("rows");
  const pane = document.getElementById("pane");
  const content = document.getElementById("content");
  const filter = document.getElementById("filter");
  const count = document.getElementById("count");
  const rows = Array.from(list.children);
  const words = rows.map(function (row) { return row.textContent.toLowerCase(); });
  /* A folded phase is one row, and its messages are counted. */
  const messages = rows.map(function (row) { return Number(row.dataset.messages || 1); });
  const all = messages.reduce(function (sum, n) { return sum + n; }, 0);
  let shown = null;

  function close() {
    if (shown) {
      shown.classList.remove("shown");
      shown.querySelector("summary").focus();
    }
    shown = null;
    root.classList.remove("open");
  }

  function show(row) {
    if (shown)
      shown.classList.remove("shown");
    shown = row;
    row.classList.add("shown");
    content.replaceChildren(row.querySelector(".detail").cloneNode(true));
    pane.scrollTop = 0;
    root.classList.add("open");
    row.scrollIntoView({ block: "nearest" });
  }

  function neighbour(row, forward) {
    do
      row = forward ? row.nextElementSibling : row.previousElementSibling;
    while (row ? row.hidden : false);
    return row;
  }

  function move(row, forward) {
    const next = neighbour(row, forward);

    if (!next)
      return;
    next.querySelector("summary").focus();
    if (shown)
      show(next);
  }

  function apply() {
    const wanted = filter.value.toLowerCase().split(/\s+/);
    let visible = 0;

    rows.forEach(function (row, i) {
      row.hidden = !wanted.every(function (word) { return words[i].includes(word); });
      visible += row.hidden ? 0 : messages[i];
    });
    list.classList.toggle("filtered", visible !== all);
    count.textContent = count.dataset.words.replace("{1}", visible).replace("{2}", all);
  }

  root.classList.add("js");
  list.addEventListener("click", function (event) {
    const summary = event.target.closest("summary");

    if (!summary)
      return;
    event.preventDefault();
    show(summary.closest("li"));
  });
  list.addEventListener("keydown", function (event) {
    const row = event.target.closest("li");

    if (event.key !== "ArrowDown")
      if (event.key !== "ArrowUp")
        return;
    event.preventDefault();
    move(row, event.key === "ArrowDown");
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape")
      close();
  });
  document.getElementById("close").addEventListener("click", close);
  filter.addEventListener("input", apply);
  apply();
})();
