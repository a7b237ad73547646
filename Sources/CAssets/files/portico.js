// What makes pages nicer where scripts run. Every page works without it.
import "./api-draft.js";
import "./confirm-form.js";
import "./copy-button.js";
import "./color-field.js";
import "./file-drop.js";
import "./filter-list.js";
import "./markdown-editor.js";
import "./menus.js";
import "./overlays.js";
import "./preview.js";
import "./search-box.js";
import "./submit-guard.js";
import "./theme-choice.js";
import "./toast.js";
import "./unsaved-guard.js";
