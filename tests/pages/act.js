// Uses a page as a person does, and leaves what happened in the title.
const seen = {};
const all = (selector) => [...document.querySelectorAll(selector)];
seen.language = document.documentElement.dataset.lang;
document.getElementById("language").click();
seen.other = document.documentElement.dataset.lang;
const table = all("table.data").find((one) => one.tBodies[0].rows.length > 1);
const first = () => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent);
table.querySelector("th").click();
const up = first();
table.querySelector("th").click();
seen.sorted = JSON.stringify(first()) === JSON.stringify([...up].reverse());
const search = document.getElementById("search");
search.value = "no row holds this";
search.dispatchEvent(new Event("input"));
seen.searched = all("table.data tbody tr").every((row) => row.classList.contains("away"));
search.value = "";
search.dispatchEvent(new Event("input"));
const value = all(".side:not(.source) td[data-at]").find((cell) => document.querySelector(`.source [data-at="${cell.dataset.at}"]`));
if (value) {
  value.click();
  seen.linked = document.querySelectorAll(".source .lit").length > 0 && value.classList.contains("lit");
}
seen.wide = document.documentElement.scrollWidth > window.innerWidth;
document.title = JSON.stringify(seen);
