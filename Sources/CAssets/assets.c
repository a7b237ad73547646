#include "CAssets.h"

static const unsigned char tokens_css[] = {
#embed "files/tokens.css"
};

#define ASSET(symbol, name) {name, symbol, sizeof symbol}

static const portico_asset assets[] = {
    ASSET(tokens_css, "tokens.css"),
};

size_t portico_asset_count(void) { return sizeof assets / sizeof assets[0]; }

portico_asset portico_asset_at(size_t index) { return assets[index]; }
