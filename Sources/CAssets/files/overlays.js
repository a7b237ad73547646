// Dialogs and drawers open as popovers by themselves; as modal dialogs they also keep the focus.
document.addEventListener("click", (event) => {
    const button = event.target.closest("[popovertarget]");
    const dialog = button && document.getElementById(button.getAttribute("popovertarget"));
    if (dialog?.localName !== "dialog") return;
    event.preventDefault();
    if (button.getAttribute("popovertargetaction") === "hide") {
        dialog.close();
    } else if (!dialog.open) {
        dialog.showModal();
        dialog.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea)")?.focus();
    }
});

// A click beside the dialog hits the dialog itself: its content covers the rest.
document.addEventListener("pointerdown", (event) => {
    const dialog = event.target;
    if (dialog.localName !== "dialog" || !dialog.open) return;
    const box = dialog.getBoundingClientRect();
    const isInside = event.clientX >= box.left && event.clientX <= box.right
        && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!isInside) dialog.close();
});

// A dialog with an invalid field opens by itself, so that nobody must look for what went wrong.
document.querySelector("dialog:has([aria-invalid=true]), dialog[data-open]")?.showModal();
