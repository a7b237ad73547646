#include "CAssets.h"

static const unsigned char api_draft_js[] = {
#embed "files/api-draft.js"
};

static const unsigned char auth_css[] = {
#embed "files/auth.css"
};

static const unsigned char base_css[] = {
#embed "files/base.css"
};

static const unsigned char blocks_css[] = {
#embed "files/blocks.css"
};

static const unsigned char buttons_css[] = {
#embed "files/buttons.css"
};

static const unsigned char access_css[] = {
#embed "files/access.css"
};

static const unsigned char content_css[] = {
#embed "files/content.css"
};

static const unsigned char catalog_css[] = {
#embed "files/catalog.css"
};

static const unsigned char color_field_js[] = {
#embed "files/color-field.js"
};

static const unsigned char compare_css[] = {
#embed "files/compare.css"
};

static const unsigned char components_css[] = {
#embed "files/components.css"
};

static const unsigned char confirm_form_js[] = {
#embed "files/confirm-form.js"
};

static const unsigned char console_layout_css[] = {
#embed "files/console-layout.css"
};

static const unsigned char console_css[] = {
#embed "files/console.css"
};

static const unsigned char copy_button_js[] = {
#embed "files/copy-button.js"
};

static const unsigned char file_drop_js[] = {
#embed "files/file-drop.js"
};

static const unsigned char filter_list_js[] = {
#embed "files/filter-list.js"
};

static const unsigned char forms_css[] = {
#embed "files/forms.css"
};

static const unsigned char inputs_css[] = {
#embed "files/inputs.css"
};

static const unsigned char markdown_editor_js[] = {
#embed "files/markdown-editor.js"
};

static const unsigned char menus_js[] = {
#embed "files/menus.js"
};

static const unsigned char overlays_css[] = {
#embed "files/overlays.css"
};

static const unsigned char overlays_js[] = {
#embed "files/overlays.js"
};

static const unsigned char integrations_js[] = {
#embed "files/integrations.js"
};

static const unsigned char portico_js[] = {
#embed "files/portico.js"
};

static const unsigned char portico_svg[] = {
#embed "files/portico.svg"
};

static const unsigned char preview_css[] = {
#embed "files/preview.css"
};

static const unsigned char preview_js[] = {
#embed "files/preview.js"
};

static const unsigned char prose_css[] = {
#embed "files/prose.css"
};

static const unsigned char site_layout_css[] = {
#embed "files/site-layout.css"
};

static const unsigned char site_css[] = {
#embed "files/site.css"
};

static const unsigned char steps_css[] = {
#embed "files/steps.css"
};

static const unsigned char submit_guard_js[] = {
#embed "files/submit-guard.js"
};

static const unsigned char charts_css[] = {
#embed "files/charts.css"
};

static const unsigned char tables_css[] = {
#embed "files/tables.css"
};

static const unsigned char surfaces_css[] = {
#embed "files/surfaces.css"
};

static const unsigned char theme_choice_js[] = {
#embed "files/theme-choice.js"
};

static const unsigned char theme_js[] = {
#embed "files/theme.js"
};

static const unsigned char toast_js[] = {
#embed "files/toast.js"
};

static const unsigned char tokens_css[] = {
#embed "files/tokens.css"
};

static const unsigned char unsaved_guard_js[] = {
#embed "files/unsaved-guard.js"
};

static const unsigned char reference_code_css[] = {
#embed "files/reference-code.css"
};

static const unsigned char reference_layout_css[] = {
#embed "files/reference-layout.css"
};

static const unsigned char reference_nav_css[] = {
#embed "files/reference-nav.css"
};

static const unsigned char search_css[] = {
#embed "files/search.css"
};

static const unsigned char search_box_js[] = {
#embed "files/search-box.js"
};

static const unsigned char reference_async_css[] = {
#embed "files/reference-async.css"
};

static const unsigned char reference_schema_css[] = {
#embed "files/reference-schema.css"
};

static const unsigned char reference_css[] = {
#embed "files/reference.css"
};

static const unsigned char reference_js[] = {
#embed "files/reference.js"
};

static const unsigned char try_it_js[] = {
#embed "files/try-it.js"
};

static const unsigned char try_it_answer_js[] = {
#embed "files/try-it-answer.js"
};

static const unsigned char try_it_request_js[] = {
#embed "files/try-it-request.js"
};

static const unsigned char try_it_token_js[] = {
#embed "files/try-it-token.js"
};

static const unsigned char sign_in_callback_js[] = {
#embed "files/sign-in-callback.js"
};

#define ASSET(symbol, name) {name, symbol, sizeof symbol}

static const portico_asset assets[] = {
    ASSET(api_draft_js, "api-draft.js"),
    ASSET(auth_css, "auth.css"),
    ASSET(base_css, "base.css"),
    ASSET(blocks_css, "blocks.css"),
    ASSET(buttons_css, "buttons.css"),
    ASSET(access_css, "access.css"),
    ASSET(catalog_css, "catalog.css"),
    ASSET(content_css, "content.css"),
    ASSET(color_field_js, "color-field.js"),
    ASSET(compare_css, "compare.css"),
    ASSET(components_css, "components.css"),
    ASSET(confirm_form_js, "confirm-form.js"),
    ASSET(console_layout_css, "console-layout.css"),
    ASSET(console_css, "console.css"),
    ASSET(copy_button_js, "copy-button.js"),
    ASSET(file_drop_js, "file-drop.js"),
    ASSET(filter_list_js, "filter-list.js"),
    ASSET(forms_css, "forms.css"),
    ASSET(inputs_css, "inputs.css"),
    ASSET(markdown_editor_js, "markdown-editor.js"),
    ASSET(menus_js, "menus.js"),
    ASSET(overlays_css, "overlays.css"),
    ASSET(overlays_js, "overlays.js"),
    ASSET(integrations_js, "integrations.js"),
    ASSET(portico_js, "portico.js"),
    ASSET(portico_svg, "portico.svg"),
    ASSET(preview_css, "preview.css"),
    ASSET(preview_js, "preview.js"),
    ASSET(prose_css, "prose.css"),
    ASSET(reference_code_css, "reference-code.css"),
    ASSET(reference_layout_css, "reference-layout.css"),
    ASSET(reference_nav_css, "reference-nav.css"),
    ASSET(search_css, "search.css"),
    ASSET(search_box_js, "search-box.js"),
    ASSET(reference_async_css, "reference-async.css"),
    ASSET(reference_schema_css, "reference-schema.css"),
    ASSET(reference_css, "reference.css"),
    ASSET(reference_js, "reference.js"),
    ASSET(try_it_answer_js, "try-it-answer.js"),
    ASSET(try_it_request_js, "try-it-request.js"),
    ASSET(try_it_token_js, "try-it-token.js"),
    ASSET(sign_in_callback_js, "sign-in-callback.js"),
    ASSET(try_it_js, "try-it.js"),
    ASSET(site_layout_css, "site-layout.css"),
    ASSET(site_css, "site.css"),
    ASSET(steps_css, "steps.css"),
    ASSET(submit_guard_js, "submit-guard.js"),
    ASSET(surfaces_css, "surfaces.css"),
    ASSET(charts_css, "charts.css"),
    ASSET(tables_css, "tables.css"),
    ASSET(theme_choice_js, "theme-choice.js"),
    ASSET(theme_js, "theme.js"),
    ASSET(toast_js, "toast.js"),
    ASSET(tokens_css, "tokens.css"),
    ASSET(unsaved_guard_js, "unsaved-guard.js"),
};

size_t portico_asset_count(void) { return sizeof assets / sizeof assets[0]; }

portico_asset portico_asset_at(size_t index) { return assets[index]; }
