// <portico-color>: puts the browser's colour picker beside the hex input.
class ColorField extends HTMLElement {
    connectedCallback() {
        const text = this.querySelector("input");
        const picker = document.createElement("input");
        picker.type = "color";
        picker.className = "input";
        picker.setAttribute("aria-label", "Pick a colour");
        this.prepend(picker);
        const full = (hex) => hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}` : hex;
        const follow = () => {
            if (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text.value)) picker.value = full(text.value.toLowerCase());
        };
        text.addEventListener("input", follow);
        picker.addEventListener("input", () => {
            text.value = picker.value;
            text.dispatchEvent(new Event("input", { bubbles: true }));
        });
        follow();
    }
}

customElements.define("portico-color", ColorField);
