/* Keeps `<details data-open-wide>` open on wide screens, where newer browsers need only CSS. */
const wide = matchMedia("(min-width: 48rem)");

function fit() {
  for (const details of document.querySelectorAll("details[data-open-wide]")) {
    details.open = wide.matches;
    details.classList.toggle("is-wide", wide.matches);
  }
}

wide.addEventListener("change", fit);
fit();
