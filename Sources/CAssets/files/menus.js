// Menus close when one clicks elsewhere, opens another, or presses Escape; tabs show the open one.
document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) menu.open = false;
    }
});

document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (!menu) return;
    if (event.key === "Escape") {
        menu.open = false;
        menu.querySelector("summary").focus();
        return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const entries = [...menu.querySelectorAll(".menu-entry")];
    if (entries.length === 0) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const index = entries.indexOf(document.activeElement);
    entries[index < 0 && step < 0 ? entries.length - 1 : (index + step + entries.length) % entries.length].focus();
});

// Where tabs go on beyond the edge, the open one is in view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.closest(".tabs"), here = tab.getBoundingClientRect(), whole = row.getBoundingClientRect();
    row.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
}
