// <portico-toast>: gets a button that dismisses it. Good news leaves by itself, unless it is being read.
class Toast extends HTMLElement {
    connectedCallback() {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "icon-button";
        button.setAttribute("aria-label", "Dismiss");
        button.innerHTML = "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
            + "<path d=\"M6 6l12 12M18 6 6 18\"/></svg>";
        button.addEventListener("click", () => this.remove());
        this.append(button);
        if (!this.classList.contains("toast-success")) return;
        const leave = () => {
            this.timer = setTimeout(() => this.remove(), 6000);
        };
        const stay = () => clearTimeout(this.timer);
        this.addEventListener("pointerenter", stay);
        this.addEventListener("focusin", stay);
        this.addEventListener("pointerleave", leave);
        this.addEventListener("focusout", leave);
        leave();
    }
}

customElements.define("portico-toast", Toast);
