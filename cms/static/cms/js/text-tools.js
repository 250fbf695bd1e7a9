/* Buttons that write the marks of a plain text: the text works without them. */
function around(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end).trim();
  area.setRangeText(mark(words), start, end, "end");
}

function eachLine(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = area.value.slice(start, area.selectionEnd).split("\n");
  area.setRangeText(lines.map((line) => mark + line).join("\n"), start, area.selectionEnd, "end");
}

const TOOLS = {
  bold: (area) => around(area, (words) => `**${words}**`),
  heading: (area) => eachLine(area, "## "),
  list: (area) => eachLine(area, "- "),
  link: (area) => around(area, (words) => `[${words}](https://)`),
};

for (const area of document.querySelectorAll("textarea[data-text-tools]")) {
  const bar = document.getElementById(area.dataset.textTools);
  bar.hidden = false;
  bar.addEventListener("click", ({ target }) => {
    const tool = TOOLS[target.dataset.tool];
    if (!tool) return;
    tool(area);
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
