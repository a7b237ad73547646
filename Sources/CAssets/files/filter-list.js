// <portico-filter>: hides the [data-filter-item] that do not hold what is typed.
class FilterList extends HTMLElement {
    connectedCallback() {
        const input = this.querySelector("input[type=search]");
        const none = this.querySelector(".filter-none");
        input.addEventListener("input", () => {
            const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
            let shown = 0;
            for (const item of this.querySelectorAll("[data-filter-item]")) {
                const text = (item.dataset.filterItem || item.textContent).toLowerCase();
                item.hidden = !words.every((word) => text.includes(word));
                if (!item.hidden) shown += 1;
            }
            none.hidden = shown > 0;
        });
    }
}

customElements.define("portico-filter", FilterList);
