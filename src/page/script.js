"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const button = document.getElementById("language");
  const speak = (language) => {
    root.lang = root.dataset.lang = language;
    button.textContent = language === "en" ? "中文" : "English";
  };
  button.addEventListener("click", () => speak(root.lang === "en" ? "zh" : "en"));
  speak(/^zh/i.test(navigator.language) ? "zh" : "en");

  // Rows that do not hold what is searched go away; a table sorts by the column whose head is clicked.
  const search = document.getElementById("search");
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const row of all("table.data tbody tr")) {
      row.classList.toggle("away", !row.textContent.toLowerCase().includes(wanted));
    }
  });
  const key = (row, column) => (row.cells[column] ? row.cells[column].textContent.trim() : "");
  const compare = (a, b) => {
    const [x, y] = [parseFloat(a), parseFloat(b)];
    return isNaN(x) || isNaN(y) ? a.localeCompare(b, "zh") : x - y;
  };
  for (const head of all("table.data th")) {
    head.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      all("th", head.parentNode).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = head.closest("table").tBodies[0];
      const rows = [...body.rows].sort((a, b) => compare(key(a, head.cellIndex), key(b, head.cellIndex)));
      body.append(...(down ? rows.reverse() : rows));
    });
  }

  // Everything of the same place lights up together; a click also brings the others into view.
  const at = (element) => element.dataset.at.split(" ");
  const linked = all("[data-at]");
  const same = (element) => linked.filter((other) => at(other).some((place) => at(element).includes(place)));
  let held = [];
  const light = (elements) => {
    all(".lit").forEach((element) => element.classList.remove("lit"));
    elements.forEach((element) => element.classList.add("lit"));
  };
  for (const element of linked) {
    element.addEventListener("mouseenter", () => light(same(element)));
    element.addEventListener("mouseleave", () => light(held));
    element.addEventListener("click", () => {
      held = same(element);
      light(held);
      const side = element.closest(".side");
      const other = held.find((one) => one.closest(".side") && one.closest(".side") !== side);
      if (other) other.scrollIntoView({ block: "center", behavior: "smooth" });
    });
  }
})();
